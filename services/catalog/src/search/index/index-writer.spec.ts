import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PaperState } from '@paperboy/contracts';
import fc from 'fast-check';
import { openToRead, openToWrite } from './index-file.store.js';
import { IndexWriter, type PaperChange } from './index-writer.store.js';

let folder: string;
let file: string;
let writer: IndexWriter;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-search-'));
  file = join(folder, 'index.db');
  writer = new IndexWriter(file);
});

afterEach(() => {
  writer.close();
  rmSync(folder, { recursive: true, force: true });
});

function paper(
  id: string,
  seq: number,
  title: string,
  publishedAt = '2024-01-01T00:00:00.000Z',
  changes: Partial<PaperState> = {},
): PaperChange {
  const state: PaperState = {
    id,
    seq,
    version: 1,
    title,
    summary: 'A summary.',
    authors: [{ name: 'Ada Lovelace' }],
    categories: ['cs.LG'],
    publishedAt,
    updatedAt: publishedAt,
    arrivedAt: publishedAt,
    sample: false,
    ...changes,
  };
  return { state, arrivedOn: publishedAt.slice(0, 10) };
}

const batch = (first: number, next: number, papers: PaperChange[], voted: string[] = []) => ({
  source: 'papers/0',
  first: String(first),
  next: String(next),
  papers,
  voted,
  now: 1_000,
});

/** The contents of an index, which do not depend on the order in which it was written. */
function content(of = file) {
  const database = openToRead(of);
  const all = (sql: string) => database.prepare(sql).raw().all();
  const held = {
    papers: all('SELECT id, seq, categories, year FROM papers ORDER BY id'),
    texts: all('SELECT title, tags FROM texts ORDER BY title'),
    words: all('SELECT word, papers FROM words ORDER BY word'),
    counts: all('SELECT name, papers FROM counts WHERE papers <> 0 ORDER BY name'),
  };
  database.close();
  return held;
}

/** Throws when the full-text index differs from the texts. */
function checkTexts(of: string): void {
  const database = openToWrite(of, (opened) => opened);
  database.exec("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)");
  database.close();
}

const titles = () => content().texts.map((row) => (row as [string])[0]);

describe('the writer of an index', () => {
  it('writes a batch only where the last one ended, and its position with it', () => {
    expect(writer.write(batch(0, 2, [paper('2401.00001', 1, 'One')]))).toBe(true);
    expect(writer.write(batch(0, 2, [paper('2401.00002', 1, 'Two')]))).toBe(false);
    expect(writer.write(batch(3, 4, [paper('2401.00002', 1, 'Two')]))).toBe(false);
    expect(writer.positions()).toEqual([['papers/0', '2']]);
    expect(titles()).toEqual(['One']);
  });

  it('writes several at once, and leaves out the ones that begin elsewhere', () => {
    const other = { ...batch(0, 1, [paper('2401.00003', 1, 'Three')]), source: 'papers/1' };
    const written = writer.writeAll([
      batch(0, 1, [paper('2401.00001', 1, 'One')]),
      batch(5, 6, [paper('2401.00002', 1, 'Two')]),
      other,
      batch(1, 2, [paper('2401.00001', 2, 'One again')]),
    ]);
    expect(written).toEqual([true, false, true, true]);
    expect(titles()).toEqual(['One again', 'Three']);
    expect(writer.positions().toSorted()).toEqual([
      ['papers/0', '2'],
      ['papers/1', '1'],
    ]);
  });

  it('keeps the newest state of a paper, moves it to its date, and forgets one that is gone', () => {
    writer.write(batch(0, 1, [paper('2401.00001', 1, 'One'), paper('2401.00002', 1, 'Two')]));
    writer.write(batch(1, 2, [paper('2401.00001', 3, 'One again'), paper('2401.00001', 2, 'Late')]));
    writer.write(batch(2, 3, [paper('2401.00002', 2, 'Two moved', '2001-01-01T00:00:00.000Z')]));
    expect(titles()).toEqual(['One again', 'Two moved']);
    writer.write(batch(3, 4, [{ gone: '2401.00001' }, { gone: '2401.99999' }]));
    expect(titles()).toEqual(['Two moved']);
    expect(content().words).toEqual(
      expect.arrayContaining([
        ['two', 1],
        ['moved', 1],
      ]),
    );
    expect(content().words).not.toEqual(expect.arrayContaining([['again', expect.anything()]]));
  });

  it('ends with the same index whatever was written before: all histories of some papers that end alike', () => {
    const step = fc.record({
      nth: fc.integer({ min: 1, max: 4 }),
      word: fc.constantFrom('lantern', 'moth', 'night', 'lamps'),
      year: fc.integer({ min: 1999, max: 2002 }),
      gone: fc.boolean(),
      categories: fc.subarray(['cs.LG', 'hep-th', 'math.CO'], { minLength: 1 }),
      sample: fc.boolean(),
    });
    const last = [1, 2, 3, 4].map((nth) => paper(`2401.0000${nth}`, 1_000, `Final ${nth}`));
    writer.write(batch(0, 1, last));
    const expected = content();
    expect(expected.counts).toEqual([
      ['all', 4],
      ['category:cs.LG', 4],
      ['month:2024-01', 4],
    ]);
    let runs = 0;
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 6 }), (batches) => {
        const other = join(folder, `other-${runs++}.db`);
        const one = new IndexWriter(other);
        const together = join(folder, `together-${runs}.db`);
        const all: ReturnType<typeof batch>[] = [];
        let at = 0;
        for (const steps of [...batches, undefined]) {
          const papers = steps?.map(({ nth, word, year, gone, ...changes }, index) => {
            const id = `2401.0000${nth}`;
            return gone
              ? { gone: id }
              : paper(id, at * 10 + index + 1, word, `${year}-01-01T00:00:00.000Z`, changes);
          });
          all.push(batch(at, at + 1, papers ?? last));
          one.write(all[at] as (typeof all)[number]);
          at += 1;
        }
        one.close();
        const atOnce = new IndexWriter(together);
        atOnce.writeAll(all);
        atOnce.close();
        for (const written of [other, together]) {
          expect(() => checkTexts(written)).not.toThrow();
          expect(content(written)).toEqual(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('begins anew with a file that is broken, or of another format', () => {
    const broken = join(folder, 'broken.db');
    writeFileSync(broken, Buffer.alloc(5_000, 'no database'));
    const anew = new IndexWriter(broken);
    expect(anew.write(batch(0, 1, [paper('2401.00001', 1, 'One')]))).toBe(true);
    anew.markWhole();
    anew.close();
    const again = new IndexWriter(broken);
    expect([again.positions(), again.isWhole()]).toEqual([[['papers/0', '1']], true]);
    again.close();
    const other = openToWrite(broken, (opened) => opened);
    other.exec('PRAGMA user_version = 999');
    other.close();
    const later = new IndexWriter(broken);
    expect([later.positions(), later.isWhole()]).toEqual([[], false]);
    later.close();
  });

  it('asks for the upvotes of papers that were voted for, and once more later', () => {
    writer.write(batch(0, 1, [paper('2401.00001', 1, 'One')], ['2401.00001', '2401.00001']));
    expect(writer.dueRecounts(1_000, 10)).toEqual([]);
    expect(writer.dueRecounts(2_000, 10)).toEqual(['2401.00001']);
    writer.setUpvotes(['2401.00001'], [{ paperId: '2401.00001', upvotes: 3 }], 2_000);
    expect(writer.dueRecounts(2_000, 10)).toEqual([]);
    expect(writer.dueRecounts(60_000, 10)).toEqual(['2401.00001']);
    writer.setUpvotes(['2401.00001'], [], 60_000);
    expect(writer.dueRecounts(900_000, 10)).toEqual([]);
  });

  it('keeps the upvotes of a paper that is revised', () => {
    writer.write(batch(0, 1, [paper('2401.00001', 1, 'One')]));
    writer.setUpvotes(['2401.00001'], [{ paperId: '2401.00001', upvotes: 3 }], 0);
    writer.write(batch(1, 2, [paper('2401.00001', 2, 'One again')]));
    const database = openToRead(file);
    expect(database.prepare('SELECT upvotes FROM papers').raw().all()).toEqual([[3]]);
    database.close();
  });
});
