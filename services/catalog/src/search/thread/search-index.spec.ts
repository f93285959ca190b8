import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PaperState } from '@paperboy/contracts';
import { waitFor } from '@paperboy/testing';
import { questionOf } from '../../../test/search-question.js';
import { IndexFiles } from '../feed/index-files.store.js';
import { SearchIndex } from './search-index.client.js';

let folder: string;
let index: SearchIndex;

const open = (): SearchIndex =>
  new SearchIndex({
    file: join(folder, 'index.db'),
    readers: 1,
    log: { warn: () => undefined },
    onCleared: () => undefined,
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-search-'));
  index = open();
});

afterEach(async () => {
  await index.close();
  rmSync(folder, { recursive: true, force: true });
});

function batch(nth: number, title: string) {
  const at = '2024-01-01T00:00:00.000Z';
  const state: PaperState = {
    id: `2401.${String(nth).padStart(5, '0')}`,
    seq: 1,
    version: 1,
    title,
    summary: 'A summary.',
    authors: [],
    categories: ['cs.LG'],
    publishedAt: at,
    updatedAt: at,
    arrivedAt: at,
    sample: false,
  };
  return {
    source: 'papers/0',
    first: String(nth),
    next: String(nth + 1),
    papers: [{ state, arrivedOn: '2024-01-01' }],
    voted: [],
    now: 0,
  };
}

/** The first answer. A question may time out while a thread starts on a busy machine, so this repeats it. */
const answered = (text: string) =>
  waitFor(
    () => index.ask(questionOf(text)).catch(() => undefined),
    (found) => found !== undefined,
  );

describe('the index of a replica', () => {
  it('writes what comes at once together, in order, and a batch that can not be written fails alone', async () => {
    const good = Array.from({ length: 20 }, (_, nth) => batch(nth, `Paper ${nth}`));
    const [sample] = good;
    const bad = { ...batch(77, 'Bad'), source: 'papers/1', first: '0' };
    const [paper] = bad.papers;
    const broken = { ...bad, papers: [{ state: { ...paper?.state, publishedAt: 'never' } as PaperState }] };
    const all = await Promise.allSettled(
      [...good, broken, { ...sample, source: 'papers/2' }].map((one) => index.write(one as typeof bad)),
    );
    expect(all.map(({ status }) => status)).toEqual([
      ...good.map(() => 'fulfilled'),
      'rejected',
      'fulfilled',
    ]);
    expect([...(await index.positions()).entries()].toSorted()).toEqual([
      ['papers/0', 20n],
      ['papers/2', 1n],
    ]);
  });

  it('finds what was written as soon as that is acknowledged, and after it was opened again', async () => {
    expect(await index.write(batch(0, 'Lanterns'))).toBe(true);
    expect((await answered('lanterns'))?.total).toBe(1);
    await index.close();
    index = open();
    expect((await answered('lanterns'))?.total).toBe(1);
    expect(await index.positions()).toEqual(new Map([['papers/0', 1n]]));
  });

  it('refuses questions with 429 when too many wait', async () => {
    await index.write(batch(0, 'Lanterns'));
    await answered('lanterns');
    const asked = await Promise.allSettled(
      Array.from({ length: 60 }, () => index.ask(questionOf('lanterns'))),
    );
    const refused = asked.filter(({ status }) => status === 'rejected');
    // A question that waits too long is refused as well, so there may be more.
    expect(refused.length).toBeGreaterThanOrEqual(60 - 24);
    expect(refused[0]).toMatchObject({ reason: { status: 429, code: 'search-busy', retryAfterSeconds: 1 } });
    expect((await answered('lanterns'))?.total).toBe(1);
  });

  it('begins anew when its file is broken', async () => {
    await index.write(batch(0, 'Lanterns'));
    await index.close();
    // The first page stays, so that the file can be opened. All later pages are overwritten.
    const file = join(folder, 'index.db');
    const { size } = statSync(file);
    const handle = openSync(file, 'r+');
    for (let page = 4_096; page < size; page += 4_096)
      writeSync(handle, Buffer.alloc(4_096, 0xa5), 0, 4_096, page);
    closeSync(handle);
    index = open();
    await waitFor(
      () => index.write(batch(0, 'Lanterns')).catch(() => false),
      (written) => written,
    );
    expect((await answered('lanterns'))?.total).toBe(1);
  });
});

describe('the files of a machine', () => {
  it('are one folder for each process, which is found again when that has ended', () => {
    const one = new IndexFiles(folder, 'ns');
    const other = new IndexFiles(folder, 'ns');
    expect(one.fileOf(1)).not.toBe(other.fileOf(1));
    writeFileSync(one.fileOf(1), '');
    writeFileSync(one.fileOf(12), '');
    one.release();
    const again = new IndexFiles(folder, 'ns');
    expect(again.generations()).toEqual([1, 12]);
    again.removeBefore(12);
    expect(again.generations()).toEqual([12]);
    again.release();
    other.release();
  });
});
