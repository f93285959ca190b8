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

/** The address in a form, in the form in which mail is sent to it. Nothing when it is not valid. */
export function emailIn(body: unknown): string | undefined {
  const form = emailForm.safeParse(body);
  return form.success ? form.data.email : undefined;
}

/** The address as it was typed, to show it in the form again. */
export function typedEmail(body: unknown): string | undefined {
  return typedForm.parse(body).email;
}

/** The six digits of a form, however they are spaced. */
export function codeIn(body: unknown): string | undefined {
  const form = codeForm.safeParse(body);
  return form.success ? form.data.code : undefined;
}

/** The typed fields of an account, and the error of each field. */
export interface TypedAccount {
  readonly name: string;
  readonly handle: string;
  readonly errors: { readonly name?: string; readonly handle?: string };
  /** The checked values, absent when a field has an error. */
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

/** Turns `expected 3 to 40 characters` of a schema into a sentence for a person. */
function asked(error: z.core.$ZodError): string {
  const [first] = error.issues;
  return `Please use ${first?.message.replace(/^expected /, '') ?? 'something else'}.`;
}
