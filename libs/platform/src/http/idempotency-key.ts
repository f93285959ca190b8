import { createParamDecorator } from '@nestjs/common';
import { invalid } from '../errors/problem.js';

const KEY = /^[\x21-\x7e]{1,128}$/;

/** The request's Idempotency-Key, if it has one. Throws 400 `invalid-idempotency-key`. */
export function idempotencyKeyOf(headers: Record<string, string | string[] | undefined>): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (Array.isArray(key) || !KEY.test(key))
    throw invalid('invalid-idempotency-key', 'Idempotency-Key is 1 to 128 visible ASCII characters.');
  return key;
}

/** The same, as a parameter of a controller's method. */
export const IdempotencyKey = createParamDecorator((_, context) =>
  idempotencyKeyOf(context.switchToHttp().getRequest().headers),
);
