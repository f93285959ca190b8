import { paperIdOf } from '@paperboy/contracts';
import { z } from 'zod';
import { cookieOf } from './credential.js';
import { returnPath } from './return-path.js';

/** The action that signing in interrupted: the paper to be upvoted, if any, and the path to go back to. */
export interface Interrupted {
  readonly paperId?: string | undefined;
  readonly back: string;
}

const NAME = 'paperboy_interrupted';
const DAY_SECONDS = 86_400;
/** Longer than any path that we go back to. */
const LONGEST = 2_000;

/** The fields in a form or a cookie. A value that is not the id of a paper is left out. */
const interruptedSchema = z.object({
  vote: z
    .string()
    .max(100)
    .optional()
    .catch(undefined)
    .transform((id) => (id === undefined ? undefined : paperIdOf(id))),
  return: z.string().optional().catch(undefined),
});

/** Reads the interrupted action from the body of a form. A body that is no form leads back to `/`. */
export function interruptedIn(body: unknown): Interrupted {
  const form = interruptedSchema.safeParse(body);
  return form.success ? { paperId: form.data.vote, back: returnPath(form.data.return) } : { back: '/' };
}

/**
 * Reads the interrupted action from the cookie, if there is one. A form that shows it decides; after the way back from an
 * institution, which has no form, the cookie does.
 */
export function interruptedOf(header: string | undefined): Interrupted | undefined {
  const value = cookieOf(header, NAME);
  if (value === undefined || value.length > LONGEST) return undefined;
  try {
    return interruptedIn(JSON.parse(Buffer.from(value, 'base64url').toString()));
  } catch {
    // The cookie holds a value that we did not write.
    return undefined;
  }
}

/**
 * The Set-Cookie line that keeps the interrupted action for a day, for the pages of `/sign-in` only. Without `what` it
 * deletes the cookie.
 */
export function interruptedCookie(publicUrl: string, what?: Interrupted): string {
  const said = what && JSON.stringify({ vote: what.paperId, return: what.back });
  const value = said === undefined ? '' : Buffer.from(said).toString('base64url');
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  const seconds = said === undefined ? 0 : DAY_SECONDS;
  return `${NAME}=${value}; Path=/sign-in; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
