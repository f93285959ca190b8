import { z } from 'zod';

/** The longest text that a form's hidden field may carry. */
const LONGEST = 50_000;

/** The schema of a form's field that holds JSON as a text. */
export function jsonText<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .max(LONGEST)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'expected JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
