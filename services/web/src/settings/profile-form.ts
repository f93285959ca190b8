import { LONGEST_ABOUT, type OwnProfile, type ProfileWish, profileWishSchema } from '@paperboy/contracts';
import { z } from 'zod';
import { accountIn } from '../sign-in/sign-in-form.js';

/** The typed fields of the public page, and the error of each field. */
export interface TypedProfile {
  readonly typed: OwnProfile;
  readonly errors: { readonly name?: string; readonly handle?: string; readonly about?: string };
  /** The checked values to save, absent when a field has an error. */
  readonly wish?: ProfileWish;
}

const form = z
  .object({
    about: z.string().max(10_000).catch(''),
    // A box that is not ticked is not sent.
    showVotes: z
      .unknown()
      .optional()
      .transform((sent) => sent !== undefined),
  })
  .catch({ about: '', showVotes: false });

/** Reads the form of the public page by the rules of the contract. */
export function profileIn(body: unknown): TypedProfile {
  const { about, showVotes } = form.parse(body);
  const { name, handle, errors } = accountIn(body);
  const typed = { name, handle, about, showVotes };
  const read = profileWishSchema.safeParse(typed);
  if (read.success) return { typed, errors: {}, wish: read.data };
  const tooLong = read.error.issues.some(({ path }) => path[0] === 'about');
  return {
    typed,
    errors: { ...errors, ...(tooLong && { about: `Please use at most ${LONGEST_ABOUT} characters.` }) },
  };
}
