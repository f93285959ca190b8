import { describe, expect, it } from '@jest/globals';
import { editionStateSchema } from '@paperboy/contracts';
import fc from 'fast-check';
import { hasRead } from '../closing/readiness.js';
import { Trending } from '../formula/trending.js';
import { type Candidate, entriesDigest, freeze } from './edition.js';

const START = Date.parse('2026-11-22T00:00:00.000Z');
const END = Date.parse('2026-11-23T00:00:00.000Z');
const when = {
  period: { cadence: 'day' as const, name: '2026-11-22' },
  startsAt: START,
  endsAt: END,
  cutoffAt: END,
  closedAt: END + 3_000,
};
const trending = new Trending({ halfLifeHours: 24, commentWeight: 0.5 });

const time = fc.integer({ min: START - 1_000, max: END + 1_000 });
const voteEntry = fc
  .record({ counts: fc.boolean(), times: fc.array(time, { minLength: 1, maxLength: 5 }) })
  .map(({ counts, times }) => ({ seq: 1, counts, times: [...times].sort((a, b) => a - b) }));
const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    votes: fc.array(voteEntry, { maxLength: 6 }),
    byPerson: fc.boolean(),
    at: time,
    sample: fc.boolean(),
  })
  .map(({ votes, byPerson, at, sample }) => ({
    id: '',
    byPerson,
    votes,
    comments: 0,
    card: {
      title: 'T',
      summary: 'S',
      authors: [],
      categories: ['cs.AI'],
      publishedAt: new Date(START).toISOString(),
      submittedAt: new Date(at).toISOString(),
      submittedBy: 'carol',
      sample,
    },
  }));
const candidates = fc
  .array(candidate, { maxLength: 12, size: 'max' })
  .map((all) => all.map((one, at) => ({ ...one, id: `2611.${10_000 + at}` })));

describe('a frozen list', () => {
  it('is the same however the candidates and their later changes come', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const edition = freeze(when, all, trending);
        const afterwards = all.map((one) => ({
          ...one,
          votes: [
            // Withdrawn, or cast, after the cutoff.
            ...one.votes.map((vote) => ({
              ...vote,
              times:
                vote.times.length % 2 === 1 && (vote.times.at(-1) as number) < END
                  ? [...vote.times, END + 5_000]
                  : vote.times,
            })),
            { seq: 1, counts: true, times: [END] },
          ],
        }));
        expect(freeze(when, afterwards.reverse(), trending)).toEqual(edition);
        expect(editionStateSchema.parse(edition.state)).toEqual(edition.state);
      }),
    );
  });

  it('stands in the order of upvotes, people before the feed, submission and id, with ranks from 1', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const { entries, state } = freeze(when, all, trending);
        expect(entries.map(({ rank }) => rank)).toEqual(all.map((_, at) => at + 1));
        expect(state.upvotes).toBe(entries.reduce((sum, { upvotes }) => sum + upvotes, 0));
        const keyOf = ({ paperId, upvotes, card }: (typeof entries)[number]) => {
          const byPerson = all.find(({ id }) => id === paperId)?.byPerson;
          return [900 - upvotes, byPerson ? 0 : 1, card.submittedAt, paperId].join(' ');
        };
        const keys = entries.map(keyOf);
        expect(keys).toEqual([...keys].sort());
      }),
    );
  });

  it('has a digest that changes with every number it covers', () => {
    const entry = { rank: 1, paperId: '2611.00001', upvotes: 2, score: 3.5, comments: 0, card: {} as never };
    const digests = [
      entry,
      { ...entry, rank: 2 },
      { ...entry, paperId: '2611.00002' },
      { ...entry, upvotes: 3 },
      { ...entry, score: 3.25 },
    ].map((one) => entriesDigest([one]));
    expect(new Set(digests).size).toBe(5);
    expect(entriesDigest([{ ...entry, comments: 9 }])).toBe(digests[0]);
  });
});

describe('whether everything was read', () => {
  it('needs a settled catalog and an offset beyond the last published one on every partition', () => {
    const published = { settled: true, positions: { 0: '9', 3: '0' } };
    const read = (zero: bigint, three: bigint) =>
      new Map([
        ['votes/0', zero],
        ['votes/3', three],
      ]);
    expect(hasRead('votes', published, read(10n, 1n))).toBe(true);
    expect(hasRead('votes', published, read(9n, 1n))).toBe(false);
    expect(hasRead('votes', published, new Map([['votes/0', 10n]]))).toBe(false);
    expect(hasRead('votes', { ...published, settled: false }, read(10n, 1n))).toBe(false);
    expect(hasRead('votes', { settled: true, positions: {} }, new Map())).toBe(true);
  });
});
