import type { PaperRecord } from '@paperboy/contracts';
import type { RecordRefusal } from '../record/refusal.js';

/** Where a source goes on: plain values, kept in MongoDB as they are. */
export type Cursor = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** A request that a source wants to be made. */
export interface SourceRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back, whole; a redirect has been followed. */
export interface Answer {
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Makes one request, politely; rejects with SourceFailure when there is no answer to read. */
export type Ask = (request: SourceRequest) => Promise<Answer>;

/** A source no longer has the record of a paper. */
export interface Deletion {
  readonly paperId: string;
}

/** What a source said that is no record, and why. */
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
  /** True when there is nothing behind it for now. */
  readonly done: boolean;
  /** How many records the whole list has, where the source says it. */
  readonly total?: number;
}

/** One archive in one protocol: the next page from a cursor. */
export interface Source {
  /** `undefined` begins. Rejects with SourceFailure; nothing is lost then, since the cursor stays where it is. */
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
