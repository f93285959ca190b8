import { describe, expect, it, test } from '@jest/globals';
import { type CatalogPaper } from '@paperboy/contracts';
import fc from 'fast-check';
import { bibtex, texOf } from './bibtex.js';
import { ris, surnameFirst } from './ris.js';

const paper = (over: Partial<CatalogPaper> = {}): CatalogPaper => ({
  id: '2602.23229',
  seq: 1,
  version: 1,
  title: 'Counting $L_2$ norms & more',
  summary: 'We count.\nTwice.',
  authors: [{ name: 'Zoë van der Zimmer' }, { name: 'The Lantern and Moth Collaboration' }],
  categories: ['cs.DC', 'cs.LG'],
  publishedAt: '2026-02-26T17:08:18.000Z',
  updatedAt: '2026-02-26T17:08:18.000Z',
  arrivedAt: '2026-02-26T17:08:18.000Z',
  doi: '10.1000/a_b',
  sample: false,
  ...over,
});

/** Where BibTeX would end a field too early or too late: it counts braces, whatever stands before them. */
function balance(text: string): number {
  let depth = 0;
  for (const sign of text) {
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    if (depth < 0) return depth;
  }
  return depth;
}

describe('a citation', () => {
  it('is an entry of BibTeX that keeps the TeX of its source', () => {
    expect(bibtex(paper())).toBe(`@misc{zimmer2026counting,
  title = {{Counting $L_2$ norms \\& more}},
  author = {Zoë van der Zimmer and {The Lantern and Moth Collaboration}},
  year = {2026},
  eprint = {2602.23229},
  archivePrefix = {arXiv},
  primaryClass = {cs.DC},
  doi = {10.1000/a\\_b},
  url = {https://arxiv.org/abs/2602.23229},
  month = feb
}
`);
  });

  it('names authors by the parts that the source gives, and divides only other names itself', () => {
    const authors = [
      { name: 'María Jose García López', family: 'García López', given: 'María Jose' },
      { name: 'Tom Moss Jr.', family: 'Moss', given: 'Tom', suffix: 'Jr.' },
      { name: 'Nguyen II', family: 'Nguyen', suffix: 'II' },
      { name: 'A. Fern, and Heath', family: 'Fern, and Heath', given: 'A.' },
      { name: 'Ada Lindqvist' },
    ];
    expect(bibtex(paper({ authors }))).toContain(
      '{García López, María Jose and Moss, Jr., Tom and Nguyen, II,  and {Fern, and Heath}, A. and Ada Lindqvist}',
    );
    expect(bibtex(paper({ authors }))).toMatch(/^@misc\{lopez2026counting,/);
    const named = ris(paper({ authors })).match(/^AU {2}- .*$/gm);
    expect(named?.map((line) => line.slice('AU  - '.length).trim())).toEqual([
      'García López, María Jose',
      'Moss, Tom, Jr.',
      'Nguyen, II',
      'A. Fern, and Heath',
      'Lindqvist, Ada',
    ]);
  });

  test.each([
    ['100% of $x_1 & y$, a_b', '100\\% of $x_1 & y$, a\\_b'],
    ['already \\% and \\& and G\\"odel', 'already \\% and \\& and G\\"odel'],
    ['one $ alone', 'one \\$ alone'],
    ['{Kept} as it is', '{Kept} as it is'],
    ['x^2 and $x^2$', 'x\\textasciicircum{}2 and $x^2$'],
  ])('escapes %s', (source, tex) => {
    expect(texOf(source)).toBe(tex);
  });

  it('balances its braces and its formulas, and ends with no backslash, whatever it is made from', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('{', '}', '\\', '$', '%', '&', '_', '^', '~', '#', 'a', ' ', 'é'),
    });
    fc.assert(
      fc.property(hostile, hostile, (title, name) => {
        expect(
          balance(
            bibtex(
              paper({
                title,
                authors: [{ name, family: title, given: name, suffix: title }],
                journalRef: title,
              }),
            ),
          ),
        ).toBe(0);
        const bare = texOf(title).replace(/\\[\s\S]/g, '');
        expect((bare.split('$').length - 1) % 2).toBe(0);
        expect(bare).not.toMatch(/[\\%#]/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is one field a line in RIS, whatever stands in it', () => {
    const text = ris(paper({ title: 'A\nTY  - JOUR\r\nB' }));
    expect(text.startsWith('TY  - UNPB\r\n')).toBe(true);
    expect(text.endsWith('ER  - \r\n')).toBe(true);
    expect(text.match(/^TY {2}- /gm)).toHaveLength(1);
    expect(text).toContain('AU  - van der Zimmer, Zoë\r\nAU  - The Lantern and Moth Collaboration\r\n');
    expect(text).toContain('AB  - We count. Twice.\r\n');
    for (const line of text.split('\r\n').slice(0, -1)) expect(line).toMatch(/^[A-Z][A-Z0-9] {2}- /);
  });

  test.each([
    ['Ada Lindqvist', 'Lindqvist, Ada'],
    ['Plato', 'Plato'],
    ['John von Neumann', 'von Neumann, John'],
    ['Martin Luther King Jr.', 'King, Martin Luther, Jr.'],
  ])('names %s by the surname', (name, said) => {
    expect(surnameFirst(name)).toBe(said);
  });
});
