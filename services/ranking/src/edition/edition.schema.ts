import { type EditionState, editionStateSchema } from '@paperboy/contracts';
import { type OutboxDocument, outboxFields, relayed } from '@paperboy/messaging';
import { documentSchema, parsedBy } from '@paperboy/platform';

/** The collection whose documents carry `edition.closed`. */
export const EDITIONS = 'editions';

/** A frozen list, with its event. */
export interface EditionDocument extends OutboxDocument {
  seq: number;
  state: EditionState;
}

/**
 * The frozen lists. Kept, because a closed edition never changes: some eight documents a week. Those of the sample are
 * removed with it. An edition and its event are one pipeline update, so the collection beneath is used.
 */
export const editionSchema = relayed(
  documentSchema<EditionDocument>(EDITIONS, {
    _id: { type: String, required: true },
    seq: { type: Number, required: true },
    state: { ...parsedBy(editionStateSchema), required: true },
    ...outboxFields,
  }),
)
  // The newest editions of a cadence, and those next to a period, by the names of their periods.
  .index({ 'state.cadence': 1, 'state.period': 1 });
