import { z } from 'zod';

/** One of the values known today, or one that a newer producer writes. */
export type Open<Value extends string> = Value | (string & {});

/**
 * An enum that will grow. A consumer accepts a value that it does not know, and treats it as `unknown` says. So a
 * producer may write a new value before all consumers know it.
 */
export function openEnum<const Values extends readonly [string, ...string[]]>(
  values: Values,
  unknown: string,
): z.ZodType<Open<Values[number]>, Open<Values[number]>> {
  return z
    .string()
    .min(1)
    .max(60)
    .meta({
      'x-extensible-enum': [...values],
      description: `One of ${values.join(', ')}, or a value of the future. ${unknown}`,
    }) as unknown as z.ZodType<Open<Values[number]>, Open<Values[number]>>;
}
