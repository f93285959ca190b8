import { documentSchema, listOf, partSchema } from '@paperboy/platform';

/** The collection of packed papers. */
export const PACKED = 'packed-papers';

/** Which document is meant: Redis keeps the token as `z`, so that no other content is ever taken for this one. */
export interface PackedKey {
  readonly paper: string;
  readonly token: string;
}

/** What leaves Redis of a paper. */
export interface PackedPaper extends PackedKey {
  /** What a card shows; absent for a paper that nobody submitted. */
  card?: string;
  /** The blocks of its buckets, by the field of `x:<paper>` that they were. */
  blocks: Record<string, string>;
  /** Its votes: person, and the vote as Redis keeps it (vote-entry.ts). */
  votes: { p: string; v: string }[];
  /** The lists of trending that it left (empty, `:c:<category>`), with its score and member there. */
  scopes: string[];
  score?: number;
  member?: string;
}

/** A packed paper as it is stored. */
export interface PackedDocument extends PackedPaper {
  /** `<generation>:<paper>:<token>`: never written over, so that a writer that comes late spoils nothing. */
  _id: string;
  generation: number;
  at: Date;
}

/**
 * What left Redis. Packing deletes the former documents of a paper after a week, and a rebuild those of its generation; the
 * newest is kept, because Redis does not hold it. Packed and restored by the hundred, so the collection beneath is used.
 */
export const packedPaperSchema = documentSchema<PackedDocument>(PACKED, {
  _id: { type: String, required: true },
  generation: { type: Number, required: true },
  at: { type: Date, required: true },
  paper: { type: String, required: true },
  token: { type: String, required: true },
  card: { type: String },
  blocks: { type: Map, of: String, required: true },
  votes: {
    ...listOf(
      partSchema<PackedPaper['votes'][number]>({
        p: { type: String, required: true },
        v: { type: String, required: true },
      }),
    ),
    required: true,
  },
  scopes: { ...listOf(String), required: true },
  score: { type: Number },
  member: { type: String },
})
  // The papers that left a list of trending, the best first; also the documents of former generations.
  .index({ generation: 1, scopes: 1, score: -1, member: 1 });
