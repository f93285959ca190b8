import { describe, expect, it } from '@jest/globals';
import type { Author } from '@paperboy/contracts';
import fc from 'fast-check';
import { paperRecord } from '../../test/paper-records.js';
import {
  judge,
  judgeDeletion,
  type KnownPaper,
  replayedOutcome,
  runsOfDistinctPapers,
  submits,
} from './revision.js';

const ID = '2611.00001';
const first = paperRecord(ID);

/** Applies a record as the store does, without a database. */
function apply(known: KnownPaper | undefined, record: typeof first): KnownPaper | undefined {
  const revision = judge(known, record, 'bulk');
  if (revision.outcome === 'unchanged') return known;
  return {
    seq: (known?.seq ?? 0) + 1,
    digest: revision.digest,
    observedAt: record.observedAt,
    ...(record.modifiedAt === undefined ? {} : { modifiedAt: record.modifiedAt }),
    ...(record.approximateDates ? { approximate: true } : {}),
    state: { ...revision.state, arrivedAt: revision.state.arrivedAt ?? 'now' },
  };
}

const known = apply(undefined, first) as KnownPaper;

describe('judging a record', () => {
  it('a paper that is not known is new, and an imported one arrived when it was published', () => {
    const bulk = judge(undefined, first, 'bulk');
    expect(bulk).toMatchObject({
      outcome: 'new',
      type: 'paper.added',
      state: { arrivedAt: first.publishedAt },
    });
    const live = judge(undefined, first, 'live');
    expect(live).toMatchObject({ outcome: 'new', type: 'paper.added' });
    expect(live).not.toHaveProperty('state.arrivedAt');
  });

  it('the same content is unchanged, whoever says it and whenever', () => {
    const again = { ...first, source: 'arxiv-oai' as const, observedAt: '2026-11-21T00:00:00.000Z' };
    expect(judge(known, again, 'live')).toEqual({ outcome: 'unchanged' });
  });

  it('parts of names, affiliations and the text of the source are kept, and are a change when they come later', () => {
    const authors = [
      { name: 'Ida Nørgaard', family: 'Nørgaard', given: 'Ida', affiliations: ['School of Kites'] },
      { name: '$ Pound', asGiven: '\\$ Pound' },
    ];
    const asGiven = { summary: 'We pr\\"ove.' };
    const richer = { ...first, authors, asGiven };
    expect(judge(known, richer, 'bulk')).toMatchObject({ outcome: 'changed', state: { authors, asGiven } });
    expect(judge(apply(known, richer), richer, 'bulk')).toEqual({ outcome: 'unchanged' });
  });

  it('a lower version or an older update changes nothing', () => {
    const second = apply(known, {
      ...first,
      version: 2,
      updatedAt: '2026-11-19T10:00:00.000Z',
      title: 'Two',
    });
    expect(judge(second, { ...first, title: 'Other' }, 'live')).toEqual({ outcome: 'unchanged' });
    const older = { ...first, version: 2, updatedAt: '2026-11-18T11:00:00.000Z', title: 'Other' };
    expect(judge(second, older, 'live')).toEqual({ outcome: 'unchanged' });
  });

  it('a higher version changes the content and keeps arrival and submission', () => {
    const submission = { by: 'p1', byKind: 'person' as const, at: '2026-11-19T00:00:00.000Z' };
    const submitted = { ...known, state: { ...known.state, submission } };
    expect(judge(submitted, { ...first, version: 2, title: 'Two' }, 'live')).toMatchObject({
      outcome: 'changed',
      type: 'paper.revised',
      state: { title: 'Two', version: 2, arrivedAt: first.publishedAt, submission },
    });
  });

  it('a withdrawal is told once, and undone by a later version', () => {
    const updatedAt = '2026-11-20T10:00:00.000Z';
    const withdrawal = { ...first, version: 2, updatedAt, withdrawn: true };
    expect(judge(known, withdrawal, 'live')).toMatchObject({
      type: 'paper.withdrawn',
      state: { withdrawnAt: updatedAt },
    });
    const withdrawn = apply(known, withdrawal);
    const comment = judge(withdrawn, { ...withdrawal, version: 3, comment: 'see reply' }, 'live');
    expect(comment).toMatchObject({ type: 'paper.revised', state: { withdrawnAt: updatedAt } });
    const back = judge(withdrawn, { ...first, version: 3 }, 'live');
    expect(back).toMatchObject({ type: 'paper.revised' });
    expect(back).not.toHaveProperty('state.withdrawnAt');
  });

  it('an older snapshot undoes nothing of a newer one, though it is read later', () => {
    const newer = { ...first, journalRef: 'J. Ex. 1', modifiedAt: '2026-11-20T00:00:00.000Z' };
    const older = {
      ...first,
      modifiedAt: '2026-11-03T00:00:00.000Z',
      observedAt: '2026-11-25T00:00:00.000Z',
    };
    const known = apply(undefined, newer);
    expect(judge(known, older, 'bulk')).toEqual({ outcome: 'unchanged' });
    expect(judge(apply(undefined, older), newer, 'bulk')).toMatchObject({ outcome: 'changed' });
  });

  it('records in any order, with duplicates, end in the same paper', () => {
    const change = fc.record({
      version: fc.integer({ min: 1, max: 4 }),
      update: fc.integer({ min: 1, max: 4 }),
      modified: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      approximate: fc.boolean(),
      title: fc.integer({ min: 1, max: 3 }),
      withdrawn: fc.boolean(),
      author: fc.constantFrom<Author>(
        { name: 'Ida Nørgaard' },
        { name: 'Ida Nørgaard', family: 'Nørgaard', given: 'Ida' },
        { name: 'Ida Nørgaard', family: 'Nørgaard', given: 'Ida', affiliations: ['School of Kites'] },
        { name: 'Ida Nørgaard', asGiven: 'Ida N{\\o}rgaard' },
      ),
      asGiven: fc.option(fc.constantFrom({ title: 'T\\"itle' }, { summary: 'W\\"e' }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 8 }).chain((changes) => {
          // Each record has its own time of observation, which decides between records that are equal otherwise.
          const records = changes.map(
            ({ version, update, modified, approximate, title, withdrawn, author, asGiven }, index) => ({
              ...first,
              version,
              title: `Title ${title}`,
              updatedAt: `2026-11-1${update}T00:00:00.000Z`,
              ...(modified === undefined ? {} : { modifiedAt: `2026-11-1${modified}T00:00:00.000Z` }),
              ...(approximate ? { approximateDates: true } : {}),
              withdrawn,
              authors: [author],
              ...(asGiven && { asGiven }),
              observedAt: `2026-11-20T00:00:0${index}.000Z`,
            }),
          );
          const shuffled = fc.shuffledSubarray([...records, ...records], { minLength: records.length * 2 });
          return fc.tuple(fc.constant(records), shuffled);
        }),
        ([records, shuffled]) => {
          const end = (order: typeof records) =>
            order.reduce<KnownPaper | undefined>((paper, record) => apply(paper, record), undefined);
          expect(end(shuffled)?.state).toEqual(end(records)?.state);
        },
      ),
    );
  });
});

describe('dates of an announcement', () => {
  const announced = { ...first, updatedAt: '2026-11-19T01:00:00.000Z', approximateDates: true };

  it('give way to exact ones, also earlier ones, and never come back', () => {
    const known = apply(undefined, announced);
    expect(judge(known, first, 'live')).toMatchObject({ state: { updatedAt: first.updatedAt } });
    expect(judge(apply(known, first), announced, 'live')).toEqual({ outcome: 'unchanged' });
  });

  it('are remembered as exact when they turn out to be just that', () => {
    const same = { ...first, approximateDates: true };
    expect(apply(apply(undefined, same), first)).not.toHaveProperty('approximate');
  });
});

describe('putting a paper on the list of the day', () => {
  const now = new Date('2026-11-20T12:00:00.000Z');
  const announced = { ...first, submitUntil: '2026-11-22T00:00:00.000Z' };

  it('is done for a newly announced paper, known or not', () => {
    expect(submits(undefined, announced, 'live', now)).toBe(true);
    expect(submits(known, announced, 'live', now)).toBe(true);
  });

  it.each([
    ['of an import', known, announced, 'bulk'],
    ['that ingest does not ask for', known, first, 'live'],
    ['whose announcement is over', known, { ...announced, submitUntil: '2026-11-20T12:00:00.000Z' }, 'live'],
    ['that is withdrawn', known, { ...announced, withdrawn: true }, 'live'],
    ['that was withdrawn', { state: { ...known.state, withdrawnAt: 'then' } }, announced, 'live'],
    [
      'that is there already',
      { state: { ...known.state, submission: { by: 'p', byKind: 'person', at: 'then' } } },
      announced,
      'live',
    ],
  ] as const)('is not done for one %s', (_which, paper, record, arrival) => {
    expect(submits(paper, record, arrival, now)).toBe(false);
  });
});

describe('judging a deletion', () => {
  it('marks a known paper as withdrawn, once, and not when it was seen since', () => {
    const later = { observedAt: '2026-11-21T00:00:00.000Z' };
    expect(judgeDeletion(undefined, later)).toEqual({ outcome: 'unchanged' });
    expect(judgeDeletion(known, later)).toEqual({ outcome: 'changed', withdrawnAt: later.observedAt });
    expect(judgeDeletion(known, { observedAt: '2026-11-19T00:00:00.000Z' })).toEqual({
      outcome: 'unchanged',
    });
  });

  it('a record from before the deletion changes nothing, the same one from after it brings the paper back', () => {
    const deletedAt = '2026-11-21T00:00:00.000Z';
    const deleted = { ...known, deletedAt, state: { ...known.state, withdrawnAt: deletedAt } };
    expect(judge(deleted, { ...first, version: 9 }, 'live')).toEqual({ outcome: 'unchanged' });
    const back = judge(deleted, { ...first, observedAt: '2026-11-22T00:00:00.000Z' }, 'live');
    expect(back).toMatchObject({ outcome: 'changed', type: 'paper.revised' });
  });
});

describe('counting what an import did', () => {
  it('a record that touched the paper last is counted as it was then, any other one is not', () => {
    const position = { importId: 'i', partition: 3, offset: 7 };
    const taken = { ...position, outcome: 'new' as const };
    expect(replayedOutcome(taken, position)).toBe('new');
    expect(replayedOutcome(taken, { ...position, offset: 8 })).toBeUndefined();
    expect(replayedOutcome(taken, { ...position, importId: 'j' })).toBeUndefined();
    expect(replayedOutcome(undefined, position)).toBeUndefined();
  });

  it('a batch is cut into runs in which no paper stands twice, in order and without loss', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (ids) => {
        const records = ids.map((paperId, offset) => ({ paperId, offset }));
        const runs = runsOfDistinctPapers(records);
        expect(runs.flat()).toEqual(records);
        for (const run of runs) expect(new Set(run.map(({ paperId }) => paperId)).size).toBe(run.length);
      }),
    );
  });
});
