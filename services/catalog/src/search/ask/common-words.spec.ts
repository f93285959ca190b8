import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PaperState } from '@paperboy/contracts';
import Database from 'libsql';
import { questionOf } from '../../../test/search-question.js';
import { IndexWriter } from '../index/index-writer.store.js';
import type { Question } from '../index/search-question.js';
import { IndexReader } from './index.reader.js';

/** More than a window of a scan has, and more than are scored or counted. */
const PAPERS = 11_000;
const folder = mkdtempSync(join(tmpdir(), 'paperboy-search-'));
let writer: IndexWriter;
let reader: IndexReader;

/** A paper that holds both words. The nth is of the nth hour, so that later ones are newer. */
function paper(nth: number): { state: PaperState; arrivedOn: string } {
  const at = new Date(Date.UTC(2020, 0, 1, nth)).toISOString();
  const title = nth === 10_040 ? 'Alpha beta' : nth === 10_050 ? 'Beta and alpha' : `Paper ${nth}`;
  const usual = nth === 9_500 ? 'Alpha, alpha, alpha and beta.' : 'Beta, and with it alpha.';
  const summary = nth > 1_000 && nth % 1_000 === 30 ? 'Alpha beta, as one says.' : usual;
  return {
    state: {
      id: `2001.${String(nth).padStart(5, '0')}`,
      seq: 1,
      version: 1,
      title,
      summary,
      authors: [],
      categories: ['cs.LG'],
      publishedAt: at,
      updatedAt: at,
      arrivedAt: at,
      sample: false,
    },
    arrivedOn: '2024-01-01',
  };
}

const ask = (text: string, more: Partial<Question> = {}) => reader.ask(questionOf(text, more));

const numbers = (text: string, more: Partial<Question> = {}) =>
  ask(text, more).hits.map(({ id }) => Number(id.split('.')[1]));

beforeAll(() => {
  const file = join(folder, 'index.db');
  writer = new IndexWriter(file);
  for (let first = 0; first < PAPERS; first += 1_000) {
    const papers = Array.from({ length: 1_000 }, (_, at) => paper(first + at));
    const [from, to] = [String(first), String(first + 1_000)];
    writer.write({ source: 'papers/0', first: from, next: to, papers, voted: [], now: 0 });
  }
  reader = new IndexReader(file);
});

afterAll(() => {
  reader.close();
  writer.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a search for words that most papers hold', () => {
  // All expected papers are among the newest 10,000, which a search always reads, however slow the machine is.
  it('has the exact phrase in titles first, then in abstracts from the newest, then titles, then the newest', () => {
    const first = numbers('alpha beta');
    expect(first.slice(0, 3)).toEqual([10_040, 10_030, 9_030]);
    expect(first.slice(10, 13)).toEqual([1_030, 10_050, 10_999]);
  });

  it('says that there are more than were counted', () => {
    const { total, counted, more } = ask('alpha beta', { facets: true });
    expect(counted).toBe(false);
    expect(total).toBeGreaterThan(2_000);
    expect(more).toBe(true);
    expect(ask('alpha', { facets: true }).facets?.of).toBe(5_000);
  });

  it('is paged to the thousandth paper, none twice', () => {
    const seen = Array.from({ length: 11 }, (_, p) =>
      numbers('alpha', { sort: 'date', offset: p * 100, limit: 100 }),
    );
    expect(new Set(seen.flat()).size).toBe(1_000);
    expect(seen.flat()).toEqual(Array.from({ length: 1_000 }, (_, at) => PAPERS - 1 - at));
  });

  it('ends after a second with what it has, and says so', () => {
    const whole = ask('alpha', { sort: 'date', limit: 3 });
    expect(whole.partial).toBe(false);
    // Each reading of the clock is a second later, so time runs out after the newest papers were read.
    let now = 1_000_000;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => {
      now += 1_001;
      return now;
    });
    const slow = ask('"beta and with it alpha" -nothing', { sort: 'date', limit: 3 });
    const none = ask('moonless', { sort: 'date' });
    clock.mockRestore();
    expect(slow.hits).toHaveLength(3);
    expect([none.partial, none.hits]).toEqual([true, []]);
  });

  it('tells the ids of its order, and shows papers that are chosen, as far as they are there', () => {
    const question = questionOf('alpha beta');
    const ids = reader.order(question, 5_000);
    expect(ids).toHaveLength(1_000);
    expect(ids.slice(0, 20)).toEqual(reader.ask(question).hits.map(({ id }) => id));
    const chosen = [ids[7], '2001.99999', ids[3]].filter((id) => id !== undefined);
    expect(ask('alpha beta', { chosen }).hits.map(({ id }) => id)).toEqual([ids[7], ids[3]]);
  });

  it('is in order of BM25 where its dates leave few papers', () => {
    const dates = 'from:2021-01 to:2021-02';
    expect(ask(`alpha ${dates}`).total).toBe(24 * (31 + 28));
    expect(numbers(`alpha ${dates}`).slice(0, 3)).toEqual([10_040, 10_050, 9_500]);
  });

  it('is not in order of BM25 where that had to read more than a million papers, whatever its dates', () => {
    const database = new Database(join(folder, 'index.db'), { timeout: 5_000 });
    const set = (papers: number) => database.exec(`UPDATE words SET papers = ${papers} WHERE word = 'alpha'`);
    set(1_000_001);
    const first = numbers('alpha from:2021-01 to:2021-02').slice(0, 3);
    set(PAPERS);
    database.close();
    expect(first).toEqual([10_050, 10_040, 10_199]);
  });

  it('looks through all of a span of time, step by step', () => {
    expect(ask('alpha to:2020-01-02')).toMatchObject({ total: 48, counted: true });
    expect(ask('"beta and alpha"')).toMatchObject({ total: 1, counted: true });
    expect(numbers('alpha from:2020-01-02 to:2020-01-02', { sort: 'date', limit: 2 })).toEqual([47, 46]);
  });
});
