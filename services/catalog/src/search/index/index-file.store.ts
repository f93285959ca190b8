import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { firstValue } from './statement.reader.js';

/** Raise this with every change of the schema or of its contents. Files of another format are rebuilt. */
const FORMAT = 4;
const CACHE_KB = 32_000;
const BUSY_MS = 5_000;

/** Errors of SQLite that mean that the file can't be read any more. */
const BROKEN = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_CORRUPT_VTAB', 'SQLITE_IOERR_SHORT_READ']);

/**
 * `papers` has small rows, so that counting and sorting read little. `texts` holds the contents of the full-text index
 * `found`. `words` holds the vocabulary, from which corrections are made: words without accents and case, not stemmed.
 * `counts` holds the counts of count-names.ts.
 */
const SCHEMA = `
  CREATE TABLE papers (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL,
    categories TEXT NOT NULL, year INTEGER NOT NULL, sample INTEGER NOT NULL, upvotes INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE counts (name TEXT PRIMARY KEY, papers INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX papers_by_upvotes ON papers (upvotes DESC, row DESC) WHERE upvotes > 0;
  CREATE TABLE texts (row INTEGER PRIMARY KEY, title TEXT NOT NULL, authors TEXT NOT NULL, summary TEXT NOT NULL,
    tags TEXT NOT NULL, card TEXT NOT NULL);
  CREATE VIRTUAL TABLE found USING fts5(title, authors, summary, tags, content='texts', content_rowid='row',
    tokenize='porter unicode61 remove_diacritics 2');
  CREATE TABLE words (word TEXT PRIMARY KEY, papers INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE positions (source TEXT PRIMARY KEY, next TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE recounts (paper TEXT PRIMARY KEY, due INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE marks (name TEXT PRIMARY KEY) WITHOUT ROWID;
`;

/** Whether an error says that the file is broken. */
export function isBroken(error: unknown): boolean {
  return BROKEN.has((error as { code?: string }).code ?? '');
}

/**
 * Opens the file for writing, and returns the result of `use`. Replaces a missing file, a broken one, or one of another
 * format by an empty one.
 */
export function openToWrite<T>(file: string, use: (database: Database.Database) => T): T {
  mkdirSync(dirname(file), { recursive: true });
  try {
    const database = connect(file);
    if (firstValue<number>(database, 'PRAGMA user_version')() === FORMAT) return use(database);
    database.close();
  } catch (error) {
    if (!isBroken(error)) throw error;
  }
  removeIndex(file);
  const database = connect(file);
  database.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${FORMAT}; COMMIT`);
  return use(database);
}

/** Opens a file, which a writer has made, for reading. */
export function openToRead(file: string): Database.Database {
  const database = connect(file);
  database.exec('PRAGMA query_only = 1');
  return database;
}

/** Deletes the file and the files of its write-ahead log. */
export function removeIndex(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

// A power failure may lose the last batches. It loses their offsets too, so they are read again.
function connect(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_MS });
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${CACHE_KB}; PRAGMA temp_store = MEMORY`,
  );
  return database;
}
