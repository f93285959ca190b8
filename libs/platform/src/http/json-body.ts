import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { invalid } from '../errors/problem.js';
import { problemOfStatus } from './problem-document.js';

/** No valid request nests as deeply. Deeper ones could exhaust the stack of a recursive reader. */
const DEEPEST = 32;
const POISON = new Set(['__proto__', 'constructor']);

/**
 * Parses JSON bodies. An empty body counts as none, since many clients send the content type with every request. Throws
 * 400 `invalid-request` for text that is not JSON, nests too deeply, or would change the prototype of an object.
 */
export function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  if (depthOf(text) > DEEPEST)
    throw invalid('invalid-request', `The body nests more than ${DEEPEST} levels deep.`);
  try {
    return JSON.parse(text, refusingPoison);
  } catch (error) {
    if (error instanceof SyntaxError) throw problemOfStatus(400);
    throw error;
  }
}

/** Makes Fastify parse JSON with this parser instead of Nest's. */
export function useJsonBodies(adapter: FastifyAdapter, bodyLimit: number): void {
  adapter.useBodyParser('application/json', false, { bodyLimit }, (_request, body, done) => {
    try {
      done(null, readJson(body.toString('utf8')));
    } catch (error) {
      done(error as Error);
    }
  });
}

function refusingPoison(key: string, value: unknown): unknown {
  if (POISON.has(key)) throw problemOfStatus(400);
  return value;
}

function depthOf(text: string): number {
  let deepest = 0;
  let open = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (quoted) {
      if (sign === 0x5c) at++;
      else if (sign === 0x22) quoted = false;
    } else if (sign === 0x22) quoted = true;
    else if (sign === 0x5b || sign === 0x7b) deepest = Math.max(deepest, ++open);
    else if (sign === 0x5d || sign === 0x7d) open--;
  }
  return deepest;
}
