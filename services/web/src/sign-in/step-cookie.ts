import { cookieOf } from '../gate/credential.js';

/** A step of signing in: the browser requested a mail, has proven a new address, or went to the institution. */
export type SignInStep = 'asked' | 'newcomer' | 'institution';

const HOUR_SECONDS = 3_600;

/** The secret that a browser keeps for a step of signing in. */
export function stepOf(header: string | undefined, step: SignInStep): string | undefined {
  return cookieOf(header, nameOf(step));
}

/** The Set-Cookie line that keeps the secret for an hour, for the pages of `/sign-in` only, or deletes it. */
export function stepCookie(publicUrl: string, step: SignInStep, secret = ''): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const seconds = secret === '' ? 0 : HOUR_SECONDS;
  return `${nameOf(step)}=${secret}; Path=/sign-in; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}

function nameOf(step: SignInStep): string {
  return `paperboy_${step}`;
}
