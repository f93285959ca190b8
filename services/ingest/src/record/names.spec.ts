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

  it('leaves affiliations out, nested ones too', () => {
    expect(namesFromLine('Ada Quill (1 and 2), Tom Moss (Heath (North)) ((1) Fen, (2) Moor)')).toEqual([
      'Ada Quill',
      'Tom Moss',
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
