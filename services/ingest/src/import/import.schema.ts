import { documentSchema, partSchema } from '@paperboy/platform';
import type { ImportCounts, ImportCursor } from './counts.js';

/** The name of the collection. */
export const IMPORTS = 'imports';

/**
 * `reading`: not all lines are published. `taking`: all are, and the catalog is taking them. `done`: it has taken them.
 * `given-up`: somebody began to import the same file from its beginning.
 */
export const IMPORT_STATES = ['reading', 'taking', 'done', 'given-up'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** An import, as MongoDB stores it. */
export interface ImportDocument {
  readonly _id: string;
  readonly identity: string;
  /** The identity, while the import is unfinished. It is unique, so a file has at most one unfinished import. */
  readonly open?: string;
  readonly file: string;
  readonly size: number;
  readonly state: ImportState;
  readonly cursor: ImportCursor;
  readonly refusedFile: string;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly lease: {
    readonly holder: string;
    readonly host: string;
    readonly pid: number;
    readonly until: Date;
  };
}

/**
 * The imports. Kept, because the list of imports tells where papers came from: one document for each file that an operator
 * imports. A run takes and keeps an import by updates that depend on its lease, and the command line has no connection of
 * mongoose, so the collection beneath is used.
 */
export const importSchema = documentSchema<ImportDocument>(IMPORTS, {
  _id: { type: String, required: true },
  identity: { type: String, required: true },
  open: { type: String },
  file: { type: String, required: true },
  size: { type: Number, required: true },
  state: { type: String, enum: IMPORT_STATES, required: true },
  cursor: {
    type: partSchema<ImportCursor>({
      line: { type: Number, required: true },
      end: { type: Number, required: true },
      refusedBytes: { type: Number, required: true },
      tail: { type: String },
      counts: {
        type: partSchema<ImportCounts>({
          read: { type: Number, required: true },
          published: { type: Number, required: true },
          refused: { type: Map, of: Number, required: true },
        }),
        required: true,
      },
    }),
    required: true,
  },
  refusedFile: { type: String, required: true },
  startedAt: { type: Date, required: true },
  updatedAt: { type: Date, required: true },
  lease: {
    type: partSchema<ImportDocument['lease']>({
      holder: { type: String, required: true },
      host: { type: String, required: true },
      pid: { type: Number, required: true },
      until: { type: Date, required: true },
    }),
    required: true,
  },
})
  // Lets a file have one unfinished import; without it two runs could publish the same file side by side.
  .index({ open: 1 }, { unique: true, sparse: true })
  // The list of the newest imports.
  .index({ startedAt: -1 });
