import { paperStateSchema } from '@paperboy/contracts';
import { type OutboxDocument, outboxFields, relayed } from '@paperboy/messaging';
import { documentSchema, listOf, parsedBy, partSchema } from '@paperboy/platform';
import { withSample } from '../document/sample.schema.js';
import type { AppliedRecord, KnownPaper, PaperContent } from './revision.js';

/** The collection of papers. */
export const PAPERS = 'papers';

/** What a paper said before it changed. */
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
export interface PaperDocument extends Omit<KnownPaper, 'state'>, OutboxDocument {
  state: PaperContent;
  /** The idempotency key under which it was submitted, with whose it is. */
  submissionKey?: string;
  /** The oldest first; absent while it has not changed. */
  earlier?: EarlierText[];
}

/**
 * The papers. Kept, because the catalog is the source of truth; those of the sample are removed with it. A paper and its
 * event are one pipeline update, by the hundred when a file is imported, so the collection beneath is used.
 */
export const paperSchema = withSample(
  relayed(
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
    }),
  ),
)
  // The papers that somebody of the sample submitted, when the sample is removed.
  .index({ 'state.submission.by': 1 }, { sparse: true })
  // The papers of another site's lists, when they are put on the lists of the same days.
  .index({ 'state.elsewhere.day': 1 }, { sparse: true });
