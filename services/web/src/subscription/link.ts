import { notFound, Problem } from '@paperboy/platform';

/** Asks the mailer about a link; whatever it says against the link is one thing to a reader. */
export async function ofLink<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 429) throw unknownLink();
    throw error;
  }
}

/** The token of a path as the mailer is asked about it. Throws a 404 Problem for what can't be one. */
export function ofPath(token: string): { token: string } {
  if (!/^[\w.~-]{1,200}$/.test(token)) throw unknownLink();
  return { token };
}

function unknownLink(): Problem {
  return notFound(
    'unknown-link',
    'This link is not whole, or it is too old. Subscribing again makes a new one.',
  );
}
