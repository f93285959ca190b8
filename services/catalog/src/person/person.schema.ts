import { personStateSchema } from '@paperboy/contracts';
import { type OutboxDocument, outboxFields, relayed } from '@paperboy/messaging';
import { documentSchema, parsedBy } from '@paperboy/platform';
import { withSample } from '../document/sample.schema.js';
import type { PersonDocument } from './person.js';

/** The collection of people. */
export const PEOPLE = 'people';

/**
 * The people. Kept, because votes and submissions are theirs; those of the sample are removed with it. A person and its
 * event are one pipeline update, so the collection beneath is used.
 */
export const personDocumentSchema = withSample(
  relayed(
    documentSchema<PersonDocument & OutboxDocument>(PEOPLE, {
      _id: { type: String, required: true },
      seq: { type: Number, required: true },
      role: { type: String, enum: ['reader', 'curator', 'admin'], required: true },
      address: { type: String, required: true },
      createdAt: { type: Date, required: true },
      about: { type: String },
      showVotes: { type: Boolean },
      state: { ...parsedBy(personStateSchema.omit({ seq: true })), required: true },
      ...outboxFields,
    }),
  ),
)
  // Signing in; and an address has one account.
  .index({ address: 1 }, { unique: true })
  // The person of a handle; and a handle names one person.
  .index({ 'state.handle': 1 }, { unique: true });
