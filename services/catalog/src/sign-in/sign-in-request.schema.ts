import { documentSchema, partSchema } from '@paperboy/platform';
import { SIGN_IN_REQUESTS, type SignInRequestDocument } from './sign-in-request.js';

const KEPT_SECONDS = 86_400;

/**
 * The requests for a sign-in mail. MongoDB deletes one a day after it was made. Each step is an update that requires
 * the previous step, so that no link and no code works twice. The store uses the underlying collection.
 */
export const signInRequestSchema = documentSchema<SignInRequestDocument>(SIGN_IN_REQUESTS, {
  _id: { type: String, required: true },
  askerHash: { type: String, required: true },
  address: { type: String, required: true },
  askedAt: { type: Date, required: true },
  waiting: { type: Boolean },
  linkHash: { type: String },
  codeHash: { type: String },
  goodUntil: { type: Date },
  tries: { type: Number, required: true },
  provenAt: { type: Date },
  registrationHash: { type: String },
  identity: {
    type: partSchema<NonNullable<SignInRequestDocument['identity']>>({
      id: { type: String, required: true },
      issuer: { type: String, required: true },
    }),
  },
  registerUntil: { type: Date },
})
  // The request of a code.
  .index({ askerHash: 1 }, { unique: true })
  // The request of a link.
  .index({ linkHash: 1 }, { sparse: true })
  // The request of a registration.
  .index({ registrationHash: 1 }, { sparse: true })
  // For revoking what was mailed to an address.
  .index({ address: 1 })
  // For the mailer: the requests that are to be mailed, the oldest first.
  .index({ waiting: 1, askedAt: 1 }, { name: 'to-mail', partialFilterExpression: { waiting: true } })
  // For expiry.
  .index({ askedAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
