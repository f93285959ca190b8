import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { authorsFromLine, authorsFromParsed, nameFromParts } from './names.js';

describe('nameFromParts', () => {
  it.each([
    [['Quill', 'Ada', ''], 'Ada Quill'],
    [['Quill', 'Ada'], 'Ada Quill'],
    [['The LANTERN Collaboration', '', ''], 'The LANTERN Collaboration'],
    [['Moss', 'Tom', 'Jr.'], 'Tom Moss Jr.'],
    [['Yew', 'C. -P.', ''], 'C.-P. Yew'],
    [['Fern', 'P.', '', 'Institute of\n Moss'], 'P. Fern'],
    [["Brejov\\'a", 'Bro\\v{n}a', ''], 'Broňa Brejová'],
    [['{Van der Heath}', 'M.~J.', ''], 'M. J. Van der Heath'],
    [['', '', ''], ''],
    [[], ''],
  ])('reads %j as %j', (parts, name) => {
    expect(nameFromParts(parts)).toBe(name);
  });
});

const namesFromParsed = (parsed: unknown) => authorsFromParsed(parsed).map(({ name }) => name);

describe('authorsFromParsed', () => {
  it('keeps the parts of a name that has some', () => {
    expect(
      authorsFromParsed([
        ['Moss', 'T. -J.', 'Jr.'],
        ['The LANTERN Collaboration', '', ''],
      ]),
    ).toEqual([
      { name: 'T.-J. Moss Jr.', family: 'Moss', given: 'T.-J.', suffix: 'Jr.' },
      { name: 'The LANTERN Collaboration' },
    ]);
  });

  it('keeps affiliations behind the parts of a name, and no references to a list that is not there', () => {
    expect(
      authorsFromParsed([
        ['Quill', 'A. S.', '', '1 and 2'],
        ['Marsh', 'Bo', '', 'Institute of Moss,\n  Fen'],
        ['Stone', 'J.', '', 'School of Kites', "Caf\\'e"],
        ['Many', 'M.', '', ...Array.from({ length: 30 }, (_, at) => `School ${at}`)],
      ]).map(({ affiliations }) => affiliations?.slice(0, 2)),
    ).toEqual([undefined, ['Institute of Moss, Fen'], ['School of Kites', 'Café'], ['School 0', 'School 1']]);
  });

  it('takes no colon for an author, and no heading before one', () => {
    const quill = ['Quill', 'Ada', ''];
    expect(namesFromParsed([['MiniMax', '', ''], [':', '', ''], quill])).toEqual(['MiniMax', 'Ada Quill']);
    expect(namesFromParsed([['Authors', '', ''], [':', '', ''], quill])).toEqual(['Ada Quill']);
  });

  it('parts names that stand between semicolons, however many there are', () => {
    expect(namesFromParsed([['Li', 'Ada Quill; Emmy Stone; Bo', '']])).toEqual([
      'Ada Quill',
      'Emmy Stone',
      'Bo Li',
    ]);
    const many = Array.from({ length: 14 }, (_, n) => `Person Number${n} Surname${n}`);
    expect(namesFromParsed([['Surname13', many.join('; ').replace(/ Surname13$/, ''), '']])).toEqual(many);
  });

  it('cuts a name that is longer than any, since it is no reason to refuse a paper', () => {
    const [name] = namesFromParsed([['x'.repeat(900), '', '']]);
    expect([name?.length, name?.at(-1)]).toEqual([300, '…']);
  });

  it('yields nothing for what is of another shape', () => {
    for (const parsed of [undefined, null, 'Quill', [1], [[1]], [['', '']]])
      expect(namesFromParsed(parsed)).toEqual([]);
  });
});

const namesFromLine = (line: string) => authorsFromLine(line).map(({ name }) => name);

describe('authorsFromLine', () => {
  it('splits at commas and the last and', () => {
    expect(namesFromLine('Ada Quill, Tom\n  Moss and C. Yew')).toEqual(['Ada Quill', 'Tom Moss', 'C. Yew']);
    expect(namesFromLine('Ada Quill, Tom Moss, and C. Yew')).toEqual(['Ada Quill', 'Tom Moss', 'C. Yew']);
  });

  it('reads affiliations from parentheses, nested ones too, and from the legend at the end', () => {
    expect(
      authorsFromLine(
        'Ada Quill (1 and 2), Tom Moss (Heath (North), Fen), Bo Li (2,3) and C. Yew ((1) Fen, Moss\n County, (2) Mo\\"or)',
      ),
    ).toEqual([
      { name: 'Ada Quill', affiliations: ['Fen, Moss County', 'Moör'] },
      { name: 'Tom Moss', affiliations: ['Heath (North), Fen'] },
      { name: 'Bo Li', affiliations: ['Moör'] },
      { name: 'C. Yew' },
    ]);
  });

  it('takes no reference for an affiliation when there is no legend, and no parenthesis that is never closed', () => {
    expect(authorsFromLine('Ada Quill (1), Tom Moss (a), Bo (Li, C. Yew')).toEqual([
      { name: 'Ada Quill' },
      { name: 'Tom Moss' },
      { name: 'Bo (Li' },
      { name: 'C. Yew' },
    ]);
  });

  it('takes a colon within an affiliation for no collaboration', () => {
    expect(authorsFromLine('Ada Quill (Fen: Moss), Bo Li')).toEqual([
      { name: 'Ada Quill', affiliations: ['Fen: Moss'] },
      { name: 'Bo Li' },
    ]);
  });

  it('keeps a suffix with its name, and names that hold "and"', () => {
    expect(namesFromLine('Tom Moss, Jr., Sandy Andrews')).toEqual(['Tom Moss Jr.', 'Sandy Andrews']);
  });

  it('never yields an empty name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(namesFromLine(line).every((name) => name.length > 0)).toBe(true);
      }),
    );
  });
});
