import { z } from 'zod';
import { lineSchema } from './clean.js';

/** Handles that could be mistaken for the publication's staff, or for a feed that submits. */
const KEPT: ReadonlySet<string> = new Set([
  ...['admin', 'administrator', 'arxiv', 'curator', 'curators', 'deleted', 'editor', 'elsewhere'],
  ...['former-reader', 'help', 'moderator'],
  ...['nobody', 'operator', 'owner', 'paperboy', 'root', 'security', 'staff', 'support', 'system'],
]);
const MAIL_ADDRESS = /[^\s@]+@[^\s@]+\.[^\s@]+/;

/** The public name that people give themselves. Each rule says what is allowed. */
export const publicNameSchema = lineSchema(60).refine((name) => !MAIL_ADDRESS.test(name), {
  error: 'expected a name that is not a mail address: everyone sees it',
});

/** The handle that people give themselves, in lower case. Each rule says what is allowed. */
export const chosenHandleSchema = z
  .string('expected a handle')
  .transform((typed) => typed.trim().toLowerCase())
  .superRefine((handle, context) => {
    const wrong = wrongWith(handle);
    if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
  });

function wrongWith(handle: string): string | undefined {
  if (handle.length < 3 || handle.length > 40) return 'expected 3 to 40 characters';
  if (!/^[a-z0-9-]+$/.test(handle)) return 'expected nothing but the letters a to z, digits and hyphens';
  if (/^-|-$/.test(handle)) return 'expected a letter or a digit at the beginning and at the end';
  if (KEPT.has(handle)) return 'expected another handle: this one is kept for the publication';
  return undefined;
}
