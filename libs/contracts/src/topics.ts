import type { EventContract } from './event.js';
import { commentEdited } from './events/comment-edited.js';
import { commentErased } from './events/comment-erased.js';
import { commentHeld } from './events/comment-held.js';
import { commentHidden } from './events/comment-hidden.js';
import { commentPosted } from './events/comment-posted.js';
import { commentRestored } from './events/comment-restored.js';
import { editionClosed } from './events/edition-closed.js';
import { paperAdded } from './events/paper-added.js';
import { paperRevised } from './events/paper-revised.js';
import { paperSubmitted } from './events/paper-submitted.js';
import { paperWithdrawn } from './events/paper-withdrawn.js';
import { personChanged } from './events/person-changed.js';
import { recordDeleted } from './events/record-deleted.js';
import { recordObserved } from './events/record-observed.js';
import { voteCast } from './events/vote-cast.js';
import { voteRestored } from './events/vote-restored.js';
import { voteSetAside } from './events/vote-set-aside.js';
import { voteWithdrawn } from './events/vote-withdrawn.js';

/** The five services. */
export const SERVICES = ['ingest', 'catalog', 'ranking', 'mailer', 'web'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** The contract of a topic. Only its owner writes to it. */
export interface TopicContract {
  readonly name: string;
  readonly owner: ServiceName;
  /** What the key is, in words. */
  readonly key: string;
  readonly summary: string;
  readonly events: readonly EventContract[];
  /**
   * What a consumer does with an event of a type that it does not know, published by a newer version: it skips, counts
   * and logs the event. So a topic can get new types. A consumer that needs them is rolled out first.
   */
  readonly unknownTypes: 'skip';
  /** `compacted` topics keep the newest event of each key for ever; `days` ones keep everything for a while. */
  readonly kept: { readonly compacted: boolean; readonly days?: number };
}

/** Partitions of every topic; a service scales to as many replicas. */
export const PARTITIONS = 12;

/**
 * The most bytes of an event with its key and headers. A larger event is refused when it is written, since no topic
 * would accept it.
 */
export const EVENT_BYTES = 1_000_000;

const records = [recordObserved, recordDeleted] as const;

/** Every topic of events. Names are `<owner>.<nouns>.v<N>`. */
export const topics = {
  records: {
    name: 'ingest.records.v1',
    owner: 'ingest',
    key: 'paper id',
    summary: 'What sources say of papers as they appear.',
    events: records,
    unknownTypes: 'skip',
    kept: { compacted: false, days: 7 },
  },
  bulkRecords: {
    name: 'ingest.bulk-records.v1',
    owner: 'ingest',
    key: 'paper id',
    summary: 'Records of imports, apart so that bulk never delays people.',
    events: records,
    unknownTypes: 'skip',
    kept: { compacted: false, days: 7 },
  },
  papers: {
    name: 'catalog.papers.v1',
    owner: 'catalog',
    key: 'paper id',
    summary: 'The papers.',
    events: [paperAdded, paperRevised, paperSubmitted, paperWithdrawn],
    unknownTypes: 'skip',
    kept: { compacted: true },
  },
  votes: {
    name: 'catalog.votes.v1',
    owner: 'catalog',
    key: 'paper id + person id',
    summary: 'The votes, each with its history.',
    events: [voteCast, voteWithdrawn, voteSetAside, voteRestored],
    unknownTypes: 'skip',
    kept: { compacted: true },
  },
  comments: {
    name: 'catalog.comments.v1',
    owner: 'catalog',
    key: 'comment id',
    summary: 'That comments exist and whether they are shown; never their text.',
    events: [commentPosted, commentHeld, commentEdited, commentHidden, commentRestored, commentErased],
    unknownTypes: 'skip',
    kept: { compacted: true },
  },
  people: {
    name: 'catalog.people.v1',
    owner: 'catalog',
    key: 'person id',
    summary: 'Public names and handles of people.',
    events: [personChanged],
    unknownTypes: 'skip',
    kept: { compacted: true },
  },
  editions: {
    name: 'ranking.editions.v1',
    owner: 'ranking',
    key: 'edition id',
    summary: 'Lists that were frozen.',
    events: [editionClosed],
    unknownTypes: 'skip',
    kept: { compacted: true },
  },
} as const satisfies Record<string, TopicContract>;

/** The topic in which a service parks the events that it can't handle. */
export function deadLetterTopic(service: ServiceName): string {
  return `${service}.dead-letters.v1`;
}

/** How long dead letters are kept. */
export const DEAD_LETTER_DAYS = 30;
