import { personStateSchema } from '@paperboy/contracts';
import { type OutboxDocument, outboxFields, relayed } from '@paperboy/messaging';
import { documentSchema, parsedBy, partSchema } from '@paperboy/platform';
import { withSample } from '../document/sample.schema.js';
import type { PersonDocument, Suspension } from './person.js';

const suspensionSchema = partSchema<Suspension>({
  state: { type: String, enum: ['suspended', 'lifted'], required: true },
  at: { type: Date, required: true },
  by: { type: String, required: true },
  reason: { type: String },
  dueAt: { type: Date },
});

/** The collection of people. */
export const PEOPLE = 'people';

/**
 * The people. Kept, because votes and submissions are theirs; those of the sample are removed with it. A person and its
 * event are one pipeline update, so the store uses the underlying collection.
 */
export const personDocumentSchema = withSample(
  relayed(
    documentSchema<PersonDocument & OutboxDocument>(PEOPLE, {
      _id: { type: String, required: true },
      seq: { type: Number, required: true },
      role: { type: String, enum: ['reader', 'curator', 'admin'], required: true },
      address: { type: String, required: true },
      createdAt: { type: Date, required: true },
      suspension: { type: suspensionSchema },
      about: { type: String },
      showVotes: { type: Boolean },
      connecting: { type: String },
      state: { ...parsedBy(personStateSchema.omit({ seq: true })), required: true },
      ...outboxFields,
    }),
  ),
)
  // For signing in. Also keeps an address to one account.
  .index({ address: 1 }, { unique: true })
  // The people whose votes are to be set aside or restored.
  .index({ 'suspension.dueAt': 1 }, { sparse: true })
  // People of a role, by their handles.
  .index({ role: 1, 'state.handle': 1 })
  // The person of a handle. Also keeps a handle to one person.
  .index({ 'state.handle': 1 }, { unique: true });
