import type { ReadyMails } from './mails.js';

/** One change of a vote: who, through which token, which paper. */
export interface Voter {
  id: string;
  handle: string;
  /** The bearer token that web takes. */
  token: string;
}

/** What the load process is asked to do; it answers each job with a LoadResult. */
export type LoadJob =
  | {
      kind: 'votes';
      /** Service or web, and what authenticates there. */
      url: string;
      secret?: string;
      voters: Voter[];
      papers: string[];
      /** Which of the voters' votes comes first; the votes of all papers by one voter after another's. */
      from: number;
      concurrency: number;
      seconds: number;
    }
  | {
      kind: 'upserts';
      mongodbUrl: string;
      database: string;
      from: number;
      concurrency: number;
      seconds: number;
    }
  | {
      kind: 'steady';
      url: string;
      voters: Voter[];
      papers: string[];
      /** Which of the voters' votes comes first, as for `votes`. */
      from: number;
      perSecond: number;
      seconds: number;
    }
  | { kind: 'reads'; url: string; concurrency: number; seconds: number }
  | ({ kind: 'mails-by-pool' | 'mails-by-sockets' } & ReadyMails)
  | {
      kind: 'visible';
      url: string;
      secret: string;
      voters: Voter[];
      papers: string[];
      perSecond: number;
      seconds: number;
      listUrl: string;
    };

/** What came of a job. */
export interface LoadResult {
  /** Answers that were as they should be. */
  done: number;
  perSecond: number;
  /** Milliseconds from the acknowledgement of each vote until the list counted it. */
  visibleMs: number[];
  /** Milliseconds from asking to the acknowledgement. */
  answerMs: number[];
  /** Answers other than 200, for jobs that go on after one. */
  refused?: number;
}
