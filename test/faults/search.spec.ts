import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SearchRebuild } from '@paperboy/contracts';
import { waitFor } from '@paperboy/testing';
import Database from 'libsql';
import { Cluster } from './cluster.js';
import { Imports } from './load/imports.js';

const KILLS = 5;
const LINES = 300;
const SCALE = { ingest: 1, catalog: 2, ranking: 1, mailer: 0, web: 1 } as const;
const PATIENT = { timeoutMs: 90_000, everyMs: 100 };

const TABLES = ['papers', 'texts', 'words', 'found'];

/** Whether the file has its tables: between its opening and its first transaction it is an empty database. */
function hasTables(file: string): boolean {
  const database = new Database(file, { readonly: true, timeout: 5_000 });
  const rows = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").raw().all();
  database.close();
  const names = rows.map((row) => (row as [string])[0]);
  return TABLES.every((table) => names.includes(table));
}

/** All that an index holds, in an order that does not depend on how it was written. */
function content(file: string) {
  const database = new Database(file, { readonly: true, timeout: 5_000 });
  const all = (sql: string) => database.prepare(sql).raw().all();
  const held = {
    papers: all('SELECT id, seq, categories, year, upvotes FROM papers ORDER BY id'),
    texts: all('SELECT title, authors, summary, tags, card FROM texts ORDER BY card'),
    words: all('SELECT word, papers FROM words ORDER BY word'),
    counts: all('SELECT name, papers FROM counts WHERE papers <> 0 ORDER BY name'),
    found: all("SELECT count(*) FROM found WHERE found MATCH 'lantern'"),
  };
  database.close();
  return held;
}

describe('The search, with a replica killed again and again while papers come in', () => {
  let cluster: Cluster;
  let imports: Imports;
  let folder: string;

  /** The indexes of all replicas that have their tables. */
  const files = () =>
    readdirSync(join(folder, 'search'), { recursive: true })
      .map(String)
      .filter((name) => /index-\d+\.db$/.test(name))
      .map((name) => join(folder, 'search', name))
      .filter(hasTables);
  const held = () => files().map((file) => content(file).papers.length);
  const generation = () => cluster.ask<SearchRebuild>('catalog', 'GET', '/internal/search/rebuild');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-search-kills-'));
    cluster = await Cluster.start({ SEARCH_FOLDER: join(folder, 'search') }, SCALE);
    imports = new Imports(folder, cluster.services.environment, LINES, Date.now());
    imports.start();
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = Math.max(0, ...held());
      await waitFor(held, (counts) => Math.max(0, ...counts) > before, PATIENT);
      cluster.kill('catalog', 1);
      await cluster.servesAgain('catalog', 1);
    }
    await imports.stop();
  }, 300_000);

  afterAll(async () => {
    imports?.abandon();
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('both replicas hold every paper, once', async () => {
    expect(cluster.kills).toBeGreaterThanOrEqual(KILLS);
    const wanted = imports.papers.toSorted();
    const ids = () => files().map((file) => content(file).papers.map((row) => (row as [string])[0]));
    expect(
      await waitFor(
        ids,
        (all) => all.length === 2 && all.every((some) => some.length === wanted.length),
        PATIENT,
      ),
    ).toEqual([wanted, wanted]);
  }, 120_000);

  it('an index that is built anew from the beginning is the same', async () => {
    const [one, other] = files().map(content);
    expect(one).toEqual(other);
    expect(one?.found).toEqual([[imports.papers.length]]);
    await cluster.services.operator(['rebuild', 'search']);
    const rebuilt = await waitFor(
      () =>
        files().filter(
          (file) => !file.endsWith('index-1.db') && content(file).papers.length === imports.papers.length,
        ),
      (some) => some.length === 2,
      PATIENT,
    );
    for (const file of rebuilt) expect(content(file)).toEqual(one);
    expect((await generation()).wanted).toBe(2);
  }, 120_000);
});
