import { forbidden } from '@paperboy/platform';
import type { Visitor } from './sessions.client.js';

/** Throws 403 `session-needed` when the person sent a token, for acts that need a session. */
export function refuseToken(visitor: Visitor | undefined): void {
  if (visitor?.credential?.kind === 'token')
    throw forbidden('session-needed', 'A token is not enough for this: sign in.');
}
