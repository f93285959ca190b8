import { createHash } from 'node:crypto';

/** The credential that a request carries: the token of a program, or the session cookie of a browser. */
export interface PresentedCredential {
  readonly kind: 'token' | 'cookie';
  readonly secret: string;
}

/** No credential of ours is longer. */
const LONGEST = 200;

/** The credential of a request. When it has both, the bearer token counts and the cookie does not. */
export function credentialOf(
  headers: { authorization?: string | undefined; cookie?: string | undefined },
  cookieName: string,
): PresentedCredential | undefined {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return { kind: 'token', secret: token };
  const cookie = cookieOf(headers.cookie, cookieName);
  return cookie === undefined ? undefined : { kind: 'cookie', secret: cookie };
}

/** The cookie of that name, if it has the shape of a credential. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';', 50) ?? []) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w.-]+$/.test(value)) return value;
  }
  return undefined;
}

/** The hash by which the catalog knows a credential, nothing for a secret that is too long to be one. */
export function credentialHash(secret: string): string | undefined {
  return secret.length > LONGEST ? undefined : createHash('sha256').update(secret).digest('hex');
}

/** The name of the session cookie; with https the prefix makes browsers refuse it from anywhere but this host. */
export function cookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-paperboy_session' : 'paperboy_session';
}

/** The most that browsers allow. The session itself ends earlier: thirty days after its last use, in the catalog. */
const COOKIE_SECONDS = 400 * 86_400;

/** The Set-Cookie line that keeps a session, or ends it when there is none. */
export function sessionCookie(publicUrl: string, secret = ''): string {
  const seconds = secret === '' ? 0 : COOKIE_SECONDS;
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${cookieName(publicUrl)}=${secret}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
