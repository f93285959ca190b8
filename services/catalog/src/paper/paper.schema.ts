import { paperStateSchema } from '@paperboy/contracts';
import {
  bulkFields,
  type OutboxDocument,
  outboxFields,
  relayedInBulk,
  type WrittenInBulk,
} from '@paperboy/messaging';
import { documentSchema, listOf, parsedBy, partSchema } from '@paperboy/platform';
import { withSample } from '../document/sample.schema.js';
import type { AppliedRecord, KnownPaper, PaperContent } from './revision.js';

/** The collection of papers. */
export const PAPERS = 'papers';

/** An earlier text of a paper. */
export interface EarlierText {
  version: number;
  title: string;
  summary: string;
  comment?: string;
  withdrawn: boolean;
  /** When it changed, by the database's clock. */
  until: Date;
}

/** A paper in the database. */
export interface PaperDocument extends Omit<KnownPaper, 'state'>, OutboxDocument, WrittenInBulk {
  state: PaperContent;
  /** The idempotency key under which it was submitted, together with the id of its person. */
  submissionKey?: string;
  /** Its earlier texts, the oldest first. Absent until it changes for the first time. */
  earlier?: EarlierText[];
}

/**
 * The papers. Kept, because the catalog is the source of truth; those of the sample are removed with it. A paper and
 * its event are one pipeline update, and an import writes hundreds at a time, so the store uses the underlying
 * collection.
 */
export const paperSchema = withSample(
  relayedInBulk(
    documentSchema<PaperDocument>(PAPERS, {
      _id: { type: String, required: true },
      seq: { type: Number, required: true },
      digest: { type: String, required: true },
      observedAt: { type: String, required: true },
      modifiedAt: { type: String },
      approximate: { type: Boolean },
      deletedAt: { type: String },
      taken: {
        type: partSchema<AppliedRecord>({
          importId: { type: String, required: true },
          partition: { type: Number, required: true },
          offset: { type: Number, required: true },
          outcome: { type: String, enum: ['new', 'changed', 'unchanged'], required: true },
        }),
      },
      state: { ...parsedBy(paperStateSchema.omit({ seq: true })), required: true },
      submissionKey: { type: String },
      earlier: listOf(
        partSchema<EarlierText>({
          version: { type: Number, required: true },
          title: { type: String, required: true },
          summary: { type: String, required: true },
          comment: { type: String },
          withdrawn: { type: Boolean, required: true },
          until: { type: Date, required: true },
        }),
      ),
      ...outboxFields,
      ...bulkFields,
    }),
  ),
)
  // For removing the sample: the papers that its people submitted.
  .index({ 'state.submission.by': 1 }, { sparse: true })
  // For submitting the papers that another site lists, on the same days.
  .index({ 'state.elsewhere.day': 1 }, { sparse: true });
