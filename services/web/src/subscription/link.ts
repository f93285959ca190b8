import { notFound, Problem } from '@paperboy/platform';

/**
 * Runs a request about a link. Every refusal by the mailer but 429 becomes 404 `unknown-link`: a reader needs one
 * message.
 */
export async function ofLink<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 429) throw unknownLink();
    throw error;
  }
}

/** The token in a path, as a parameter for the mailer. Throws a 404 Problem for a text that can't be a token. */
export function ofPath(token: string): { token: string } {
  if (!/^[\w.~-]{1,200}$/.test(token)) throw unknownLink();
  return { token };
}

function unknownLink(): Problem {
  return notFound(
    'unknown-link',
    'A part of this link is missing, or it is too old. Subscribing again makes a new one.',
  );
}
