import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nameFromParts, namesFromLine } from './names.js';

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

describe('namesFromLine', () => {
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
