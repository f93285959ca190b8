import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IndexWriter } from '../index/index-writer.store.js';
import { IndexReader } from './index.reader.js';

interface Held {
  readonly id: string;
  readonly publishedAt: string;
  readonly categories: string[];
  readonly sample: boolean;
}

let folder: string;
let files = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-search-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A reader of an index that holds these papers. */
function readerOf(papers: readonly Held[]): IndexReader {
  const file = join(folder, `${files++}.db`);
  const writer = new IndexWriter(file);
  const changes = papers.map(({ publishedAt, ...paper }) => ({
    state: {
      ...paper,
      ...{ seq: 1, version: 1, title: paper.id, summary: 'A summary.', authors: [] },
      ...{ publishedAt, updatedAt: publishedAt, arrivedAt: publishedAt },
    },
    arrivedOn: publishedAt.slice(0, 10),
  }));
  writer.write({ source: 'papers/0', first: '0', next: '1', papers: changes, voted: [], now: 0 });
  writer.close();
  return new IndexReader(file);
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** All ids of a month, read page by page. */
function allOf(reader: IndexReader, month: string, limit: number): string[] {
  const ids: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = reader.idsOfMonth(month, after, limit);
    ids.push(...page.ids);
    if (page.next === undefined) return ids;
    after = page.next;
  }
}

describe('what an index holds', () => {
  it('is told exactly: by category, by month, and paper by paper, each once', () => {
    // At the turn of a month a mistake would count a paper twice or never.
    const moments = ['2024-01-31T23:59:59.999Z', '2024-02-01T00:00:00.000Z', '2024-02-29T12:00:00.000Z'];
    const held = fc.record({
      publishedAt: fc.constantFrom(...moments),
      categories: fc.subarray(['cs.LG', 'hep-th', 'math.CO'], { minLength: 1 }),
      sample: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(held, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (found, limit) => {
        const papers = found.map((paper, at) => ({ ...paper, id: `2401.${10_000 + at}` }));
        const reader = readerOf(papers);
        const { papers: all, categories } = reader.categories();
        expect(all).toBe(papers.length);
        expect(new Map(categories.map((each) => [each.category, each.papers]))).toEqual(
          counted(papers.flatMap((paper) => paper.categories)),
        );
        const real = papers.filter(({ sample }) => !sample);
        const monthOf = ({ publishedAt }: Held) => publishedAt.slice(0, 7);
        expect(new Map(reader.months().map((each) => [each.month, each.papers]))).toEqual(
          counted(real.map(monthOf)),
        );
        for (const month of ['2024-01', '2024-02', '2024-03'])
          expect(allOf(reader, month, limit).sort()).toEqual(
            real.filter((paper) => monthOf(paper) === month).map(({ id }) => id),
          );
        reader.close();
      }),
      { numRuns: 30 },
    );
  });
});
