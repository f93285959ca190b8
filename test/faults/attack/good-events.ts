import {
  type CommentState,
  type EditionState,
  type PaperRecord,
  type PaperState,
  type PersonState,
  topics,
  type VoteState,
  voteKey,
} from '@paperboy/contracts';

/** The topics by their names in the code. */
export type TopicKey = keyof typeof topics;

/** One event as its owner would publish it, written out by hand. */
export interface GoodEvent {
  key: string;
  value: string;
  headers: Record<string, string>;
}

/** Which of the two good events of a partition: they stand around what is poison. */
export type Side = 'before' | 'after';

/** What the good events say, and how such an event breaks a rule of its contract. */
interface Making {
  type: string;
  state: (partition: number, place: Side, now: string) => object;
  keyOf: (state: never) => string;
  broken: object;
}

const AT = '2026-01-05T08:00:00.000Z';

/** The paper that the good events of a partition are about; every topic of records has papers of its own. */
export function paperOf(month: string, partition: number, place: Side): string {
  return `${month}.${String(10_000 + 2 * partition + (place === 'before' ? 0 : 1))}`;
}

/** The person who submits the paper of a place, and tells the name on the topic of people. */
export function personOf(partition: number, place: Side): string {
  return `${place}-${partition}`;
}

/** The edition of a place. */
export function editionOf(partition: number, place: Side): string {
  return `day-2026-${place === 'before' ? '01' : '02'}-${String(partition + 1).padStart(2, '0')}`;
}

const record =
  (month: string) =>
  (partition: number, place: Side, now: string): PaperRecord => ({
    paperId: paperOf(month, partition, place),
    source: 'arxiv-oai',
    observedAt: now,
    version: 1,
    title: `A lantern ${place}`,
    summary: 'We light it.',
    authors: [{ name: 'Ada Quill' }],
    categories: ['cs.LG'],
    publishedAt: now,
    updatedAt: now,
    withdrawn: false,
  });
const recordKey = ({ paperId }: PaperRecord): string => paperId;

const making: Record<TopicKey, Making> = {
  records: { type: 'record.observed', state: record('2601'), keyOf: recordKey, broken: { version: 0 } },
  bulkRecords: {
    type: 'record.observed',
    state: record('2602'),
    keyOf: recordKey,
    broken: { authors: 'Ada' },
  },
  papers: {
    type: 'paper.submitted',
    state: (partition, place, now): PaperState => ({
      id: paperOf('2603', partition, place),
      seq: 1,
      version: 1,
      title: `A lighthouse ${place}`,
      summary: 'We build it.',
      authors: [{ name: 'Bo Lindqvist' }],
      categories: ['cs.LG'],
      publishedAt: now,
      updatedAt: now,
      arrivedAt: now,
      submission: { by: personOf(partition, place), byKind: 'person', at: now },
      sample: false,
    }),
    keyOf: ({ id }: PaperState) => id,
    broken: { categories: [] },
  },
  votes: {
    type: 'vote.cast',
    state: (partition, place, now): VoteState => ({
      paperId: paperOf('2603', partition, 'before'),
      personId: personOf(partition, place),
      seq: 1,
      standing: true,
      counts: true,
      history: [{ castAt: now }],
      sample: false,
    }),
    keyOf: voteKey,
    broken: { history: [] },
  },
  comments: {
    type: 'comment.posted',
    state: (partition, place, now): CommentState => ({
      id: `comment-${place}-${partition}`,
      paperId: paperOf('2603', partition, 'before'),
      personId: personOf(partition, place),
      seq: 1,
      postedAt: now,
      state: 'shown',
      sample: false,
    }),
    keyOf: ({ id }: CommentState) => id,
    broken: { postedAt: 'yesterday' },
  },
  people: {
    type: 'person.changed',
    state: (partition, place): PersonState => ({
      id: personOf(partition, place),
      seq: 1,
      handle: `handle-${place}-${partition}`,
      name: `Name ${place} ${partition}`,
      sample: false,
    }),
    keyOf: ({ id }: PersonState) => id,
    broken: { handle: '' },
  },
  editions: {
    type: 'edition.closed',
    state: (partition, place): EditionState => ({
      id: editionOf(partition, place),
      seq: 1,
      cadence: 'day',
      period: editionOf(partition, place).slice(4),
      startsAt: AT,
      endsAt: AT,
      cutoffAt: AT,
      closedAt: AT,
      papers: 1,
      upvotes: 2,
      contentDigest: '0'.repeat(64),
      sample: false,
    }),
    keyOf: ({ id }: EditionState) => id,
    broken: { papers: -1 },
  },
};

/** The good event of a place, with some fields of its payload different. */
export function goodEvent(
  topic: TopicKey,
  partition: number,
  place: Side,
  now: string,
  different: object = {},
): GoodEvent {
  const { type, state, keyOf } = making[topic];
  const data = { ...state(partition, place, now), ...different };
  const key = keyOf(data as never);
  return {
    key,
    value: JSON.stringify(data),
    headers: {
      ce_specversion: '1.0',
      ce_id: `${topics[topic].name}/${key}/1`,
      ce_type: type,
      ce_source: `/${topics[topic].owner}`,
      ce_time: now,
      ce_subject: key,
      ce_dataschema: `urn:paperboy:${type}:1`,
      'content-type': 'application/json',
    },
  };
}

/** A payload of this topic that breaks a rule of its contract. */
export function brokenPayload(topic: TopicKey, partition: number, now: string): string {
  const { state, broken } = making[topic];
  return JSON.stringify({ ...state(partition, 'before', now), ...broken });
}
