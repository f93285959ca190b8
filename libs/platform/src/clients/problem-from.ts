import { z } from 'zod';
import { Problem } from '../errors/problem.js';

const problemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  fields: z
    .array(
      z.object({
        field: z.string(),
        value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
        allowed: z.string(),
      }),
    )
    .optional(),
});

/**
 * The Problem that another service answered with. Any other answer becomes a Problem with a stable code of this file.
 */
export function problemFrom(
  service: string,
  answer: { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer },
): Problem {
  const { status } = answer;
  const retryAfter = Number(answer.headers['retry-after']);
  const retry = Number.isFinite(retryAfter) && retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {};
  const parsed = problemSchema.safeParse(jsonOf(answer.body));
  if (!parsed.success) {
    return new Problem({
      status,
      code: 'service-failed',
      detail: `The ${service} answered ${status}.`,
      ...retry,
    });
  }
  const { code, detail, fields } = parsed.data;
  const said = fields?.map(({ field, allowed, value }) => ({
    field,
    allowed,
    ...(value === undefined ? {} : { value }),
  }));
  return new Problem({ status, code, detail, ...retry, ...(said ? { fields: said } : {}) });
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    // Without JSON there is no problem document: the caller reports the status alone.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
