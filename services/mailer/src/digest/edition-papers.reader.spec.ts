import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CHOICES, type EditionPage } from '@paperboy/contracts';
import { EditionPapers } from './edition-papers.reader.js';

/** An edition with a number of papers, each fortieth in `hep-th`. Records the pages that are read. */
function editionOf(papers: number) {
  const read: number[] = [];
  const page = async (_id: string, limit: number, p = 0) => {
    read.push(p);
    const ranks = Array.from({ length: papers }, (_, index) => index + 1).slice(p * limit, (p + 1) * limit);
    const items = ranks.map((rank) => ({
      rank,
      upvotes: papers - rank,
      paper: { id: `2611.${rank}`, categories: [rank % 40 === 0 ? 'hep-th' : 'cs.LG'] },
    }));
    return { edition: { id: 'day-2026-11-22', papers }, items } as unknown as EditionPage;
  };
  return { read, reader: new EditionPapers({ papers: page }, 'day-2026-11-22') };
}
const ranks = ({ items }: EditionPage) => items.map(({ rank }) => rank);

describe('the papers of an edition', () => {
  it('are read no further than choices need, and once for all choices', async () => {
    const { read, reader } = editionOf(1_000);
    expect(ranks(await reader.chosen({ ...DEFAULT_CHOICES, papers: 3 }))).toEqual([1, 2, 3]);
    expect(read).toEqual([0]);
    const choices = { ...DEFAULT_CHOICES, categories: ['hep-th'], papers: 5 };
    expect(ranks(await reader.chosen(choices))).toEqual([40, 80, 120, 160, 200]);
    await reader.chosen(choices);
    expect(read).toEqual([0, 1]);
  });

  it('are looked through to the end, or to a bound, when few fit', async () => {
    const small = editionOf(130);
    expect(ranks(await small.reader.chosen({ ...DEFAULT_CHOICES, categories: ['hep-th'] }))).toEqual([
      40, 80, 120,
    ]);
    expect(small.read).toEqual([0, 1]);
    const huge = editionOf(100_000);
    expect(ranks(await huge.reader.chosen({ ...DEFAULT_CHOICES, categories: ['math.NT'] }))).toEqual([]);
    expect(huge.read).toHaveLength(20);
  });

  it('are asked for again when they could not be had', async () => {
    const { reader, read } = editionOf(5);
    let away = true;
    const flaky = new EditionPapers(
      {
        papers: async () => {
          if (away) throw new Error('away');
          return reader.chosen(DEFAULT_CHOICES);
        },
      },
      'day-2026-11-22',
    );
    await expect(flaky.chosen(DEFAULT_CHOICES)).rejects.toThrow('away');
    away = false;
    expect(ranks(await flaky.chosen(DEFAULT_CHOICES))).toEqual([1, 2, 3, 4, 5]);
    expect(read).toEqual([0]);
  });
});
