import { documentSchema, listOf, partSchema } from '@paperboy/platform';

/** The collection of packed papers. */
export const PACKED = 'packed-papers';

/** The key of a document. Redis keeps its token as `z`, so that no other document of the paper is read instead. */
export interface PackedKey {
  readonly paper: string;
  readonly token: string;
}

/** The part of a paper that leaves Redis. */
export interface PackedPaper extends PackedKey {
  /** What a card shows; absent for a paper that nobody submitted. */
  card?: string;
  /** The blocks of its buckets, by their field in `x:<paper>`. */
  blocks: Record<string, string>;
  /** Its votes: person, and the vote as Redis keeps it (vote-entry.ts). */
  votes: { p: string; v: string }[];
  /**
   * The trending lists that it left, as scopes (empty or `:c:<category>`). `score` and `member` are those that it had
   * there.
   */
  scopes: string[];
  score?: number;
  member?: string;
}

/** A packed paper as it is stored. */
export interface PackedDocument extends PackedPaper {
  /** `<generation>:<paper>:<token>`: never overwritten, so that a writer that is late does no harm. */
  _id: string;
  generation: number;
  at: Date;
}

/**
 * The packed papers. Packing deletes the earlier documents of a paper after a week, and a rebuild deletes those of
 * earlier generations. The newest is kept, because Redis does not hold its content. Packed and restored by the hundred,
 * so the collection beneath is used.
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
