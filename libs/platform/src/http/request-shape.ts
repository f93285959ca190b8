import type { z } from 'zod';
import { invalid, type ProblemField } from '../errors/problem.js';

const SECRET_FIELD = /token|secret|password|mail|address/i;
const MANY = 20;

/**
 * Zod's findings as the fields of a problem: name, given value (cut, without secrets), what is allowed. `whole` is the
 * name for a rule about the whole value.
 */
export function fieldsOf(error: z.core.$ZodError, given: unknown, whole = 'body'): ProblemField[] {
  return error.issues.slice(0, MANY).map((issue) => {
    const field = issue.path.map(String).join('.') || whole;
    const value = issue.path.reduce<unknown>(
      (at, key) =>
        at !== null && typeof at === 'object' && Object.hasOwn(at, key)
          ? at[key as keyof typeof at]
          : undefined,
      given,
    );
    const shown = SECRET_FIELD.test(field) ? undefined : scalar(value);
    return { field, ...(shown === undefined ? {} : { value: shown }), allowed: issue.message };
  });
}

function scalar(value: unknown): string | number | boolean | null | undefined {
  if (typeof value === 'string') return value.length > 100 ? `${value.slice(0, 100)}…` : value;
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : undefined;
}

type Place = 'body' | 'query' | 'path';

/** Validates a part of a request. A wrong value is a 400 `invalid-request` that names the field. */
export function readPart(place: Place, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value ?? (place === 'body' ? undefined : {}));
  if (result.success) return result.data;
  const fields = fieldsOf(result.error, value, place);
  const said = fields.map(({ field, value: given, allowed }) => {
    const at = given === undefined ? field : `${field} is ${JSON.stringify(given)}`;
    return `${at}: ${allowed}`;
  });
  throw invalid('invalid-request', `The ${place} is not as it should be. ${said.join('; ')}.`, fields);
}
