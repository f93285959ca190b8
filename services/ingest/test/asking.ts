import type { Answer, Ask } from '../src/source/source.js';

/** A client that gives these answers one after the other, and keeps the URLs and headers of the requests. */
export function asking(...answers: (string | Partial<Answer>)[]): {
  ask: Ask;
  urls: URL[];
  headers: object[];
} {
  const urls: URL[] = [];
  const headers: object[] = [];
  const ask: Ask = async (request) => {
    urls.push(new URL(request.url));
    headers.push(request.headers ?? {});
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`Nobody expected ${request.url}.`);
    const given = typeof answer === 'string' ? { body: Buffer.from(answer) } : answer;
    return { status: 200, headers: {}, body: Buffer.from(''), ...given };
  };
  return { ask, urls, headers };
}
