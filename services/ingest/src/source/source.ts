import type { PaperRecord } from '@paperboy/contracts';
import type { RecordRefusal } from '../record/refusal.js';

/** The place at which the reading of a source goes on: plain values, stored in MongoDB as they are. */
export type Cursor = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A request that a source wants to be made. */
export interface SourceRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole answer to a request, after redirects. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Makes one request, politely; rejects with SourceFailure when there is no answer to read. */
export type Ask = (request: SourceRequest) => Promise<Answer>;

/** A source no longer has the record of a paper. */
export interface Deletion {
  readonly paperId: string;
}

/** An entry of a source that can't become a record, and why. */
export interface RefusedEntry {
  readonly id: string;
  readonly code: RecordRefusal;
}

/** One page of a source. */
export interface Page {
  readonly records: readonly PaperRecord[];
  readonly deletions: readonly Deletion[];
  readonly refused: readonly RefusedEntry[];
  /** Where to go on once all of these are acknowledged. */
  readonly next: Cursor;
  /** True when no page follows for now. */
  readonly done: boolean;
  /** How many records the whole list has, where the source says it. */
  readonly total?: number;
}

/** One archive in one protocol, read page by page. */
export interface Source {
  /**
   * Reads the page at a cursor, or the first one. Rejects with SourceFailure; the cursor then stays, so nothing is
   * lost.
   */
  next(cursor: Cursor | undefined, ask: Ask, now: Date): Promise<Page>;
}

/** What may go wrong with a source; the codes are stable. */
export type SourceFailureCode =
  | 'source-unreachable'
  | 'source-busy'
  | 'source-broken'
  | 'source-refused'
  | 'redirect-refused'
  | 'address-refused'
  | 'answer-not-json'
  | 'answer-too-large'
  | 'answer-too-slow'
  | 'answer-empty'
  | 'answer-not-xml'
  | 'answer-truncated'
  | 'answer-with-doctype'
  | 'answer-foreign'
  | 'page-empty'
  | 'token-refused'
  | 'token-repeats'
  | 'budget-spent'
  | 'catalog-away';

/** A source could not be read. It is tried again, at the earliest at `retryAt`. */
export class SourceFailure extends Error {
  /** Where to go on instead of at the cursor that failed. */
  readonly next?: Cursor;

  constructor(
    readonly code: SourceFailureCode,
    message: string,
    readonly retryAt?: Date,
    { next, ...options }: ErrorOptions & { next?: Cursor } = {},
  ) {
    super(message, options);
    if (next) this.next = next;
  }
}
