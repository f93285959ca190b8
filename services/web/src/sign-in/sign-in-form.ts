import { chosenHandleSchema, mailAddressSchema, publicNameSchema } from '@paperboy/contracts';
import { z } from 'zod';

const emailForm = z.object({ email: mailAddressSchema });
const codeForm = z.object({
  code: z
    .string()
    .max(20)
    .transform((typed) => typed.replace(/\D/g, ''))
    .pipe(z.string().length(6)),
});
const typedForm = z.record(z.string(), z.string().max(254).catch('')).catch({});

/** The address of a form, as mail is sent to it; nothing when it is none. */
export function emailIn(body: unknown): string | undefined {
  const form = emailForm.safeParse(body);
  return form.success ? form.data.email : undefined;
}

/** What was typed as an address, for showing it again. */
export function typedEmail(body: unknown): string | undefined {
  return typedForm.parse(body).email;
}

/** The six digits of a form, however they are spaced. */
export function codeIn(body: unknown): string | undefined {
  const form = codeForm.safeParse(body);
  return form.success ? form.data.code : undefined;
}

/** What was typed for an account, and what is wrong with it, by field. */
export interface TypedAccount {
  readonly name: string;
  readonly handle: string;
  readonly errors: { readonly name?: string; readonly handle?: string };
  /** As it would be made; nothing when something is wrong. */
  readonly chosen?: { readonly name: string; readonly handle: string };
}

/** Reads the form of a new account by the rules of the contract. */
export function accountIn(body: unknown): TypedAccount {
  const { name = '', handle = '' } = typedForm.parse(body);
  const [goodName, goodHandle] = [publicNameSchema.safeParse(name), chosenHandleSchema.safeParse(handle)];
  const errors = {
    ...(goodName.success ? {} : { name: asked(goodName.error) }),
    ...(goodHandle.success ? {} : { handle: asked(goodHandle.error) }),
  };
  const chosen =
    goodName.success && goodHandle.success ? { name: goodName.data, handle: goodHandle.data } : undefined;
  return { name, handle, errors, ...(chosen && { chosen }) };
}

/** `expected 3 to 40 characters` as it is said to a person. */
function asked(error: z.core.$ZodError): string {
  const [first] = error.issues;
  return `Please use ${first?.message.replace(/^expected /, '') ?? 'something else'}.`;
}
