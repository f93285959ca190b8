import { describe, expect, it } from '@jest/globals';
import { recordSchema } from '@paperboy/contracts';
import fc from 'fast-check';
import { LINE_LIMIT, parseLine, refusals } from './snapshot.js';

const AT = '2026-11-22T08:00:00.000Z';

const entry = {
  id: '2511.00042',
  submitter: 'Ada Quill',
  authors: 'Ada Quill, Tom Moss',
  title: 'Lanterns that read\n  themselves',
  comments: null,
  'journal-ref': null,
  doi: null,
  'report-no': null,
  categories: 'cs.LG cs.AI',
  license: 'http://creativecommons.org/licenses/by/4.0/',
  abstract: '  We describe\na lantern.\n',
  versions: [
    { version: 'v1', created: 'Mon, 3 Nov 2025 19:18:42 GMT' },
    { version: 'v2', created: 'Tue, 4 Nov 2025 20:10:27 GMT' },
  ],
  update_date: '2025-11-05',
  authors_parsed: [
    ['Quill', 'Ada', ''],
    ['Moss', 'Tom', 'Jr.'],
  ],
};

const parse = (line: unknown) =>
  parseLine(Buffer.from(typeof line === 'string' ? line : JSON.stringify(line)), 'import-1', AT);

function recordOf(changes: object) {
  const parsed = parse({ ...entry, ...changes });
  if ('refused' in parsed) throw new Error(`refused: ${parsed.refused}`);
  return parsed.record;
}

describe('a line of a snapshot', () => {
  it('becomes a record', () => {
    expect(parse(entry)).toEqual({
      record: {
        paperId: '2511.00042',
        source: 'arxiv-snapshot',
        importId: 'import-1',
        observedAt: AT,
        version: 2,
        title: 'Lanterns that read themselves',
        summary: 'We describe a lantern.',
        authors: [
          { name: 'Ada Quill', family: 'Quill', given: 'Ada' },
          { name: 'Tom Moss Jr.', family: 'Moss', given: 'Tom', suffix: 'Jr.' },
        ],
        categories: ['cs.LG', 'cs.AI'],
        publishedAt: '2025-11-03T19:18:42.000Z',
        updatedAt: '2025-11-04T20:10:27.000Z',
        modifiedAt: '2025-11-05T00:00:00.000Z',
        license: 'http://creativecommons.org/licenses/by/4.0/',
        withdrawn: false,
      },
    });
  });

  it('keeps comments, journal and DOI when there are any', () => {
    const record = recordOf({
      comments: ' 12 pages,\n 3 figures',
      'journal-ref': 'J. Lant. 1, 2',
      doi: '10.1/x',
    });
    expect(record).toMatchObject({
      comment: '12 pages, 3 figures',
      journalRef: 'J. Lant. 1, 2',
      doi: '10.1/x',
    });
  });

  it.each(['hep-th/9901001', 'math.GT/0309136', 'cond-mat/0001234', '0704.0001'])(
    'may have the id %s',
    (id) => {
      expect(recordOf({ id }).paperId).toBe(id);
    },
  );

  it('leaves behind what steers terminals or turns the direction of text, in whatever field', () => {
    const hostile = 'A\u202e\u001b[31m\0 می\u200cخواهم\u2028\u0085B';
    const clean = 'A [31m می\u200cخواهم B';
    const record = recordOf({
      title: hostile,
      abstract: hostile,
      comments: hostile,
      'journal-ref': hostile,
      doi: hostile,
      license: hostile,
      authors_parsed: [[hostile, '', '']],
    });
    expect(record).toMatchObject({ title: clean, summary: clean, comment: clean, journalRef: clean });
    expect(record).toMatchObject({ doi: clean, license: clean, authors: [{ name: clean }] });
  });

  it('keeps affiliations behind the parts of a name', () => {
    const authors_parsed = [['Quill', 'Ada', '', 'School of\n Kites', '1 and 2']];
    expect(recordOf({ authors_parsed }).authors).toEqual([
      { name: 'Ada Quill', family: 'Quill', given: 'Ada', affiliations: ['School of Kites'] },
    ]);
  });

  it('may have half a character, a byte order mark, and nothing in fields that need nothing', () => {
    const line = JSON.stringify({ ...entry, title: 'HALF' }).replace('HALF', 'Half \\ud83d of one');
    expect(parse(`\ufeff${line}`)).toMatchObject({ record: { title: 'Half \ufffd of one' } });
    const nothing = { comments: null, doi: null, license: null, submitter: null, authors: null };
    expect(recordOf(nothing).license).toBeUndefined();
  });

  it('may be titled "0"', () => {
    expect(recordOf({ title: '0' }).title).toBe('0');
  });

  it('is decoded from TeX where that is simple', () => {
    const record = recordOf({ title: 'Na{\\"i}ve CO$_2$', authors_parsed: [["Bal\\'azs", 'C.', '']] });
    expect(record.title).toBe('Naïve CO$_2$');
    expect(record.asGiven).toEqual({ title: 'Na{\\"i}ve CO$_2$' });
    expect(record.authors).toEqual([
      { name: 'C. Balázs', family: 'Balázs', given: 'C.', asGiven: "C. Bal\\'azs" },
    ]);
    const line = recordOf({ authors_parsed: null, authors: "C. Bal\\'azs, Tom Moss" });
    expect(line.authors).toEqual([{ name: 'C. Balázs', asGiven: "C. Bal\\'azs" }, { name: 'Tom Moss' }]);
  });

  it('says when arXiv last changed it, and nothing where that is no day', () => {
    expect(recordOf({ update_date: '2026-11-20' }).modifiedAt).toBe('2026-11-20T00:00:00.000Z');
    expect(recordOf({ update_date: 'yesterday' }).modifiedAt).toBeUndefined();
    expect(recordOf({ update_date: undefined }).modifiedAt).toBeUndefined();
  });

  it('is withdrawn when the beginning of its abstract says so', () => {
    const abstract = '  This paper has been withdrawn by the author due to a\ncrucial error in equation 3.\n';
    expect(recordOf({ abstract }).withdrawn).toBe(true);
  });

  it('has its authors from the line of authors when they are not separated', () => {
    expect(recordOf({ authors_parsed: null }).authors).toEqual([{ name: 'Ada Quill' }, { name: 'Tom Moss' }]);
    for (const authors_parsed of [[], ['Quill'], [[1]], 'Quill', [[':', '', '']]])
      expect(recordOf({ authors_parsed }).authors).toHaveLength(2);
  });

  it('may have its versions in any order', () => {
    const record = recordOf({ versions: entry.versions.toReversed() });
    expect(record.version).toBe(2);
    expect(record.publishedAt).toBe('2025-11-03T19:18:42.000Z');
  });

  it('names a category once and keeps the primary one first', () => {
    expect(recordOf({ categories: ' hep-th  cs.LG hep-th ' }).categories).toEqual(['hep-th', 'cs.LG']);
  });

  it('may lack an abstract and have fields that nobody knows', () => {
    expect(recordOf({ abstract: null, colour: 'blue', __proto__: 1 }).summary).toBe('');
  });

  it.each([
    ['nothing that is JSON', '{"id": "2511.00042"', 'not-json'],
    ['an empty text', '', 'not-json'],
    ['a number', '12', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['a list', '[]', 'not-an-object'],
    ['no id', { ...entry, id: undefined }, 'id-missing'],
    ['an id that is a number', { ...entry, id: 2511.00042 }, 'id-invalid'],
    ['an id with a version', { ...entry, id: '2511.00042v2' }, 'id-invalid'],
    ['an id of the sample, of a month that does not exist', { ...entry, id: '2600.00001' }, 'id-invalid'],
    ['an old id of month 13', { ...entry, id: 'hep-th/9913001' }, 'id-invalid'],
    ['an id with a prefix', { ...entry, id: 'arXiv:2511.00042' }, 'id-invalid'],
    ['an address for its id', { ...entry, id: 'http://arxiv.org/abs/2511.00042' }, 'id-invalid'],
    ['two objects', JSON.stringify(entry).repeat(2), 'not-json'],
    ['an object and a comma, as of an array', `${JSON.stringify(entry)},`, 'not-json'],
    ['an object within an array', JSON.stringify([entry]), 'not-an-object'],
    ['zeros behind its object', `${JSON.stringify(entry)}\0\0\0`, 'not-json'],
    ['no title', { ...entry, title: ' \n' }, 'title-missing'],
    ['a title that is a number', { ...entry, title: 0 }, 'title-invalid'],
    ['a title without end', { ...entry, title: 'x'.repeat(2_001) }, 'title-invalid'],
    ['an abstract that is a list', { ...entry, abstract: [] }, 'abstract-invalid'],
    ['an abstract without end', { ...entry, abstract: 'x'.repeat(20_001) }, 'abstract-invalid'],
    ['no authors', { ...entry, authors: '', authors_parsed: [['', '']] }, 'authors-missing'],
    ['too many authors', { ...entry, authors_parsed: Array(5_001).fill(['A', 'B']) }, 'authors-invalid'],
    ['no categories', { ...entry, categories: null }, 'categories-missing'],
    ['an impossible category', { ...entry, categories: 'cs.LG <b>' }, 'categories-invalid'],
    ['no versions', { ...entry, versions: [] }, 'versions-missing'],
    ['only the day of its change', { ...entry, versions: undefined }, 'versions-missing'],
    ['categories in a list', { ...entry, categories: ['cs.LG'] }, 'categories-invalid'],
    ['a version without a date', { ...entry, versions: [{ version: 'v1' }] }, 'versions-invalid'],
    ['a version that is null', { ...entry, versions: [null] }, 'versions-invalid'],
    [
      'a version 0',
      { ...entry, versions: [{ version: 'v0', created: entry.versions[0]?.created }] },
      'versions-invalid',
    ],
    ['comments that are an object', { ...entry, comments: {} }, 'details-invalid'],
    ['a license without end', { ...entry, license: 'x'.repeat(501) }, 'details-invalid'],
  ])('is refused with %s', (_what, line, code) => {
    expect(parse(line)).toEqual({ refused: code });
  });

  it('is refused when it is not UTF-8', () => {
    expect(parseLine(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'i', AT)).toEqual({ refused: 'not-utf8' });
  });

  it('is refused beyond the limit of a line, and when its record would not fit into a message', () => {
    expect(parseLine(Buffer.alloc(LINE_LIMIT + 1, 0x20), 'i', AT)).toEqual({ refused: 'line-too-long' });
    const authors_parsed = Array.from({ length: 4_900 }, (_, n) => [`${n}${'x'.repeat(180)}`, '', '']);
    expect(parse({ ...entry, authors_parsed })).toEqual({ refused: 'record-too-big' });
  });

  it('never throws, whatever it holds', () => {
    const known = Object.keys(refusals);
    const lines = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc
        .record(Object.fromEntries(Object.keys(entry).map((field) => [field, fc.jsonValue()])), {
          requiredKeys: [],
        })
        .map((o) => JSON.stringify({ ...entry, ...o })),
    );
    fc.assert(
      fc.property(lines, (line) => {
        const parsed = parse(line);
        if ('refused' in parsed) expect(known).toContain(parsed.refused);
        else expect(recordSchema.safeParse(parsed.record).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => expect(parseLine(bytes, 'i', AT)).toBeDefined()));
  });
});
