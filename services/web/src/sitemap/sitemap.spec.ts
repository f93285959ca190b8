import { describe, expect, it } from '@jest/globals';
import { pieceNamed, piecesOf, sitemap } from './sitemap.js';

describe('the files of a sitemap', () => {
  it('hold at most 50,000 papers of a month each, and are found by their names', () => {
    const names = piecesOf([
      { month: '2026-11', papers: 100_001 },
      { month: '2026-10', papers: 50_000 },
      { month: '2026-09', papers: 0 },
    ]);
    expect(names).toEqual(['2026-11', '2026-11-2', '2026-11-3', '2026-10']);
    expect(names.map(pieceNamed)).toEqual([
      { month: '2026-11', nth: 1 },
      { month: '2026-11', nth: 2 },
      { month: '2026-11', nth: 3 },
      { month: '2026-10', nth: 1 },
    ]);
    const all = piecesOf([{ month: '2026-11', papers: 9_000_000 }]);
    expect(all.map(pieceNamed)).toEqual(all.map((_, at) => ({ month: '2026-11', nth: at + 1 })));
    expect(all).toHaveLength(100);
    for (const none of ['2026-13', '2026-11-0', '2026-11-101', '2026-11-x', 'pages', '', '2026-11-01-2'])
      expect(pieceNamed(none)).toBeUndefined();
  });

  it('stay well formed whatever an address holds', () => {
    expect(sitemap(['https://papers.example/a?b&<c>'])).toContain(
      '<loc>https://papers.example/a?b&amp;&lt;c&gt;</loc>',
    );
  });
});
