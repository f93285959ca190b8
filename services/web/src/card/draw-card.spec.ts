import { describe, expect, it, test } from '@jest/globals';
import { type CatalogPaper } from '@paperboy/contracts';
import { cardContent } from './card-content.js';
import { drawable, drawCard } from './draw-card.js';

const NAMES = ['Ada Łukasz', 'Βασίλης Β.', 'Nguyễn Văn A', 'Bo'];
const paper = (title: string, names = NAMES): CatalogPaper => ({
  id: '2602.23229',
  seq: 1,
  version: 1,
  title,
  summary: '',
  authors: names.map((name) => ({ name })),
  categories: [],
  publishedAt: '2026-02-26T17:08:18.000Z',
  updatedAt: '2026-02-26T17:08:18.000Z',
  arrivedAt: '2026-02-26T17:08:18.000Z',
  sample: false,
});
const PUBLICATION = { publication: 'Paperboy', accent: '#9f2f17' };
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

describe('the picture of a paper', () => {
  test.each([
    ['short', 'Attention'],
    ['formula', 'An $O(n^2)$ bound for $L_2$ norms $\\leq \\alpha \\to \\infty$'],
    ['endless', 'x'.repeat(3_000)],
    ['long', 'A title that goes on about networks '.repeat(30)],
    ['chinese', '深度神经网络与语言模型的研究'],
    ['emoji', 'Papers 😀👩‍🔬 in 漢字 and emoji'],
    ['hostile', '</svg><script>&amp;\u202e\u0000 "'],
    ['empty', ''],
  ])('is drawn 1200 by 648 whatever the title is: %s', async (_name, title) => {
    const png = await drawCard(cardContent(paper(title), PUBLICATION));
    expect(png.subarray(0, 8)).toEqual(PNG);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 648]);
    expect(png.length).toBeLessThan(200_000);
  });

  it('names three authors and counts the others', () => {
    expect(cardContent(paper('T'), PUBLICATION).authors).toBe(
      'Ada Łukasz, Βασίλης Β., Nguyễn Văn A and 1 more',
    );
    expect(cardContent(paper('T', []), PUBLICATION).authors).toBe('');
  });

  it('spells signs that its fonts lack, and names the paper where little of a title is left', () => {
    const content = cardContent(paper('L₂ ≤ 😀 x'), PUBLICATION);
    expect(drawable(content, new Set(['₂', '≤', '😀'])).title).toBe('L2 <= x');
    expect(drawable({ ...content, title: '漢字 x' }, new Set(['漢', '字'])).title).toBe('arXiv:2602.23229');
  });
});
