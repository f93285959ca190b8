import {
  type CommentState,
  type PaperState,
  type PersonState,
  topics,
  type VoteState,
  voteKey,
} from '@paperboy/contracts';
import { Calendar } from '@paperboy/platform';
import fc from 'fast-check';
import { Trending } from '../src/formula/trending.js';
import type { ChangeEvent } from '../src/intake/changes.js';

/** The publication of the random histories. */
export const calendar = new Calendar({ timeZone: 'America/New_York', rollOver: '00:00' });
/** Its trending formula. */
export const trending = new Trending({ halfLifeHours: 24, commentWeight: 0.5 });
/** When the histories begin, in epoch milliseconds. */
export const START = Date.parse('2026-11-20T00:00:00.000Z');
export const MINUTE = 60_000;
const PAPERS = ['2611.00001', '2611.00002', '2611.00003', 'hep-th/9901001', '2611.00005'];
const PEOPLE = ['annaannaanna', 'bob_bob_bob_', 'cy', 'arxiv'];
const CATEGORIES = ['cs.AI', 'cs.LG', 'hep-th'];

/** The moment `minute` minutes after the start. */
export const iso = (minute: number) => new Date(START + minute * MINUTE).toISOString();
export const minute = fc.integer({ min: 0, max: 4 * 24 * 60 });
const seq = fc.integer({ min: 1, max: 6 });

const paper: fc.Arbitrary<ChangeEvent> = fc
  .record({
    id: fc.constantFrom(...PAPERS),
    seq,
    arrived: minute,
    categories: fc.uniqueArray(fc.constantFrom(...CATEGORIES), { minLength: 1 }),
    withdrawn: fc.boolean(),
    by: fc.option(fc.constantFrom(...PEOPLE)),
    at: minute,
  })
  .map(({ id, seq, arrived, categories, withdrawn, by, at }) => {
    const data: PaperState = {
      id,
      seq,
      version: seq,
      title: `${id} as of ${seq}`,
      summary: 'A summary.',
      authors: [{ name: 'Ada Example' }],
      categories,
      publishedAt: iso(arrived),
      updatedAt: iso(arrived),
      arrivedAt: iso(arrived),
      sample: false,
      ...(withdrawn && seq > 4 ? { withdrawnAt: iso(at) } : {}),
      ...(by ? { submission: { by, byKind: by === 'arxiv' ? 'feed' : 'person', at: iso(at) } } : {}),
    };
    return { topic: topics.papers.name, key: id, data };
  });

const vote: fc.Arbitrary<ChangeEvent> = fc
  .record({
    paperId: fc.constantFrom(...PAPERS),
    personId: fc.constantFrom(...PEOPLE),
    seq,
    counts: fc.boolean(),
    first: minute,
    gaps: fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 4 }),
  })
  .map(({ paperId, personId, seq, counts, first, gaps }) => {
    const times = [first];
    for (const gap of gaps) times.push((times.at(-1) as number) + gap);
    const history: VoteState['history'] = [];
    for (let at = 0; at < times.length; at += 2) {
      const withdrawnAt = times[at + 1];
      history.push({
        castAt: iso(times[at] as number),
        ...(withdrawnAt === undefined ? {} : { withdrawnAt: iso(withdrawnAt) }),
      });
    }
    const data: VoteState = {
      paperId,
      personId,
      seq,
      standing: times.length % 2 === 1,
      counts,
      ...(counts ? {} : { reason: 'new-person-limit' }),
      history,
      sample: false,
    };
    return { topic: topics.votes.name, key: voteKey(data), data };
  });

const comment: fc.Arbitrary<ChangeEvent> = fc
  .record({ id: fc.constantFrom('k1', 'k2', 'k3'), seq, shown: fc.boolean(), at: minute })
  .map(({ id, seq, shown, at }) => {
    const data: CommentState = {
      id,
      paperId: PAPERS[id.charCodeAt(1) % 3] as string,
      personId: 'cy',
      seq,
      postedAt: iso(at),
      state: shown ? 'shown' : 'hidden',
      sample: false,
    };
    return { topic: topics.comments.name, key: id, data };
  });

const person: fc.Arbitrary<ChangeEvent> = fc
  .record({ id: fc.constantFrom(...PEOPLE), seq })
  .map(({ id, seq }) => {
    const data: PersonState = { id, seq, handle: `${id}-${seq}`, name: `${id} | ${seq}`, sample: false };
    return { topic: topics.people.name, key: id, data };
  });

const tombstone: fc.Arbitrary<ChangeEvent> = fc.oneof(
  fc.constantFrom(...PAPERS).map((key) => ({ topic: topics.papers.name, key, data: null })),
  fc
    .record({ paperId: fc.constantFrom(...PAPERS), personId: fc.constantFrom(...PEOPLE) })
    .map((vote) => ({ topic: topics.votes.name, key: voteKey(vote), data: null })),
  fc.constantFrom('k1', 'k2', 'k3').map((key) => ({ topic: topics.comments.name, key, data: null })),
  fc.constantFrom(...PEOPLE).map((key) => ({ topic: topics.people.name, key, data: null })),
);

/**
 * Random states, revisions, withdrawals and tombstones. Few papers and people, so that events concern the same ones.
 */
export const history = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: paper },
    { weight: 10, arbitrary: vote },
    { weight: 2, arbitrary: comment },
    { weight: 2, arbitrary: person },
    { weight: 1, arbitrary: tombstone },
  ),
  { minLength: 1, maxLength: 120, size: 'max' },
);
