import type { FakeService } from './fake-service.server.js';
import { FROM_OWN_PAGE } from './own-page.js';

/** A reader whom the fake catalog knows once a spec says so. */
export const ALICE = { id: 'alice-id-001', handle: 'alice', name: 'Alice Adler', role: 'reader' };

/** The cookie of Alice's session, as a browser keeps it. */
export const ALICES_COOKIE = { name: 'paperboy_session', value: 'pbs_alice' };

/** The same, as a browser sends it. */
export const ALICES_SESSION = { cookie: `${ALICES_COOKIE.name}=${ALICES_COOKIE.value}` };

/** Makes the fake catalog know Alice whenever it is asked for a credential. */
export function knowAlice(catalog: FakeService): void {
  catalog.on('POST /internal/sessions/resolve', { body: { person: ALICE } });
}

let made = 0;

/**
 * Makes the fake catalog know Alice by a credential whose secret no request of this spec had before, since web remembers
 * for a while whose a secret is. Returns the headers by which she comes: in a browser on a page of web, or by a program
 * with a token.
 */
export function knowAliceAnew(
  catalog: FakeService,
  kind: 'session' | 'token' = 'session',
  scope: 'read' | 'write' = 'write',
): Record<string, string> {
  made += 1;
  const credential = { id: 'aaaaaaaaaaaaaaaa', kind, scope };
  catalog.on('POST /internal/sessions/resolve', { body: { person: ALICE, credential } });
  return kind === 'token'
    ? { authorization: `Bearer pbt_anew_${made}` }
    : { cookie: `${ALICES_COOKIE.name}=pbs_anew_${made}`, ...FROM_OWN_PAGE };
}
