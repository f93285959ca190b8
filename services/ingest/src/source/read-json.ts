import type { z } from 'zod';
import { decodeText } from './charset.js';
import { statusFailure } from './read-answer.js';
import { type Answer, SourceFailure } from './source.js';

/** Reads an answer as JSON of a shape. Rejects with SourceFailure when it is empty, broken or something else. */
export async function readJsonAnswer<Shape extends z.ZodType>(
  { body, headers, status }: Answer,
  shape: Shape,
): Promise<z.output<Shape>> {
  if (status >= 400) throw statusFailure(status);
  if (body.length === 0)
    throw new SourceFailure('answer-empty', `The answer is empty, with HTTP status ${status}.`);
  let value: unknown;
  try {
    value = JSON.parse(decodeText(body, headers['content-type']).text);
  } catch (error) {
    throw new SourceFailure('answer-not-json', 'The answer is no JSON.', undefined, { cause: error });
  }
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  throw new SourceFailure('answer-foreign', 'The answer is JSON of another shape than was asked for.');
}
