import type Database from 'libsql';
import { countNamesOf } from './count-names.js';
import { documentOf, type IndexDocument, type IndexedPaper, vocabularyOf } from './index-document.js';
import { openToWrite, removeIndex } from './index-file.store.js';
import { allRows, allValues, firstRow, firstValue, writerOf } from './statement.reader.js';

/** A range of one partition: the changes of papers in it, and where it begins and ends. */
export interface PaperBatch {
  readonly source: string;
  /** The position that must be stored before it is written; '0' when there is none. */
  readonly first: string;
  readonly next: string;
  readonly papers: readonly PaperChange[];
  /** Ids of papers with new votes, whose upvotes are to be read from ranking. */
  readonly voted: readonly string[];
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** A paper's current state, or the id of a paper that was removed. */
export type PaperChange = IndexedPaper | { readonly gone: string };

/** The upvotes of a paper, as ranking counted them. */
export interface Upvotes {
  readonly paperId: string;
  readonly upvotes: number;
}

type Text = Pick<IndexDocument, 'title' | 'authors' | 'summary' | 'tags'>;

/** A change of the full-text index. */
interface TextChange {
  readonly row: bigint;
  readonly old?: Text;
  readonly text?: Text;
}

/** The differences that batches make to the counts of words, and to those of count-names.ts. */
interface CountChanges {
  readonly words: Map<string, number>;
  readonly papers: Map<string, number>;
}

/**
 * When ranking is asked for upvotes after a vote, and after the first answer. Ranking reads a vote at about the same
 * time as this index, so the first answer usually includes it. The second one makes sure.
 */
const RECOUNT_AFTER_MS = 500;
const RECOUNT_AGAIN_MS = 20_000;

/** The only writer of an index. It writes papers and the position up to which they were read in one transaction. */
export class IndexWriter {
  private database: Database.Database;
  private statements: ReturnType<typeof statementsOf>;

  constructor(private readonly file: string) {
    [this.database, this.statements] = opened(file);
  }

  /** Writes a batch. Writes nothing and returns false when the stored position differs from the batch's `first`. */
  write(batch: PaperBatch): boolean {
    return this.writeAll([batch])[0] ?? false;
  }

  /**
   * Writes batches in one transaction, since a transaction costs the full-text index as much as many papers. Writes
   * nothing of a batch and returns false for it when the stored position differs from its `first`.
   */
  writeAll(batches: readonly PaperBatch[]): boolean[] {
    return this.transaction(() => {
      const counts: CountChanges = { words: new Map(), papers: new Map() };
      const changes: TextChange[] = [];
      const written = batches.map((batch) => this.writeBatch(batch, counts, changes));
      this.changeTexts(changes);
      this.countWords(counts.words);
      for (const [name, papers] of counts.papers) if (papers !== 0) this.statements.count(name, papers);
      return written;
    });
  }

  private writeBatch(batch: PaperBatch, counts: CountChanges, changes: TextChange[]): boolean {
    const stored = this.statements.position(batch.source);
    if ((stored ?? '0') !== batch.first) return false;
    for (const paper of newestOf(batch.papers)) this.change(paper, counts, changes);
    for (const paper of new Set(batch.voted)) this.statements.recount(paper, batch.now + RECOUNT_AFTER_MS);
    this.statements.setPosition(batch.source, batch.next);
    return true;
  }

  /** Replaces the file, even a broken one, by an empty one. Readers must open it again. */
  clear(): void {
    this.database.close();
    removeIndex(this.file);
    [this.database, this.statements] = opened(this.file);
  }

  /** The next offset of each partition. */
  positions(): [source: string, next: string][] {
    return this.statements.positions();
  }

  /** Whether everything that existed when the file was created has been read. */
  isWhole(): boolean {
    return this.statements.marked('whole') !== undefined;
  }

  markWhole(): void {
    this.statements.mark('whole');
  }

  /** The ids of papers whose upvotes are due to be read from ranking. */
  dueRecounts(now: number, most: number): string[] {
    return this.statements.due(BigInt(now), most);
  }

  /** Stores the upvotes of papers that were due. Each paper is due once more later. */
  setUpvotes(asked: readonly string[], counted: readonly Upvotes[], now: number): void {
    this.transaction(() => {
      for (const { paperId, upvotes } of counted) this.statements.setUpvotes(upvotes, paperId);
      for (const paper of asked) {
        this.statements.recounted(paper);
        this.statements.askAgain(BigInt(now + RECOUNT_AGAIN_MS), paper);
      }
    });
  }

  close(): void {
    // Moves the write-ahead log into the file, so that the next start has nothing to recover.
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  private change(paper: PaperChange, counts: CountChanges, changes: TextChange[]): void {
    const id = 'gone' in paper ? paper.gone : paper.state.id;
    const known = this.statements.known(id);
    const oldRow = known && BigInt(known[0]);
    if (!('gone' in paper) && known && known[1] >= paper.state.seq) return;
    const old = oldRow === undefined ? undefined : this.textAt(oldRow);
    if (known && old) {
      const [row, , categories, sample] = known;
      add(counts.words, vocabularyOf(old), -1);
      add(counts.papers, countNamesOf({ row: BigInt(row), categories, sample: sample === 1 }), -1);
    }
    if ('gone' in paper) {
      if (oldRow === undefined || old === undefined) return;
      this.statements.forget(oldRow);
      this.statements.dropText(oldRow);
      changes.push({ row: oldRow, old });
      return;
    }
    const document = documentOf(paper);
    const row = this.rowFor(document.row, id);
    const categories = paper.state.categories.join(' ');
    add(counts.words, vocabularyOf(document), 1);
    add(counts.papers, countNamesOf({ row, categories, sample: paper.state.sample }), 1);
    if (oldRow !== undefined && oldRow !== row) this.statements.dropText(oldRow);
    const { title, authors, summary, tags, card, year } = document;
    this.statements.setText(row, title, authors, summary, tags, card);
    this.statements.setPaper(row, id, paper.state.seq, categories, year, paper.state.sample ? 1 : 0);
    if (oldRow === undefined || old === undefined) changes.push({ row, text: document });
    else if (oldRow === row) changes.push({ row, old, text: document });
    else changes.push({ row: oldRow, old }, { row, text: document });
  }

  /** The first row, from the wanted one, that no other paper has. */
  private rowFor(wanted: bigint, id: string): bigint {
    for (let row = wanted; ; row += 1n) {
      const owner = this.statements.owner(row);
      if (owner === undefined || owner === id) return row;
    }
  }

  private textAt(row: bigint): Text | undefined {
    const found = this.statements.text(row);
    if (found === undefined) return undefined;
    const [title, authors, summary, tags] = found;
    return { title, authors, summary, tags };
  }

  // FTS5 buffers changes that come in the order of rows, and flushes them early when they do not. Changes of one row
  // keep their order, since each deletes the text that the previous one has written.
  private changeTexts(changes: readonly TextChange[]): void {
    for (const { row, old, text } of changes.toSorted((one, other) => Number(one.row - other.row))) {
      if (old) this.statements.unindex(row, old.title, old.authors, old.summary, old.tags);
      if (text) this.statements.index(row, text.title, text.authors, text.summary, text.tags);
    }
  }

  private countWords(words: ReadonlyMap<string, number>): void {
    for (const [word, papers] of words) {
      if (papers !== 0) this.statements.countWord(word, papers);
      if (papers < 0) this.statements.dropWord(word);
    }
  }

  private transaction<T>(work: () => T): T {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }
}

function add(counts: Map<string, number>, names: Iterable<string>, by: 1 | -1): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + by);
}

/** The last state of each paper of a batch. */
function newestOf(papers: readonly PaperChange[]): Iterable<PaperChange> {
  const newest = new Map<string, PaperChange>();
  for (const paper of papers) {
    const id = 'gone' in paper ? paper.gone : paper.state.id;
    const before = newest.get(id);
    const late =
      before !== undefined &&
      !('gone' in before) &&
      !('gone' in paper) &&
      before.state.seq >= paper.state.seq;
    if (!late) newest.set(id, paper);
  }
  return newest.values();
}

function opened(file: string): [Database.Database, ReturnType<typeof statementsOf>] {
  return openToWrite(file, (database) => [database, statementsOf(database)]);
}

function statementsOf(database: Database.Database) {
  const change = (sql: string) => writerOf(database, sql);
  return {
    position: firstValue<string>(database, 'SELECT next FROM positions WHERE source = ?'),
    positions: allRows<[string, string]>(database, 'SELECT source, next FROM positions'),
    setPosition: change('INSERT INTO positions VALUES (?, ?) ON CONFLICT DO UPDATE SET next = excluded.next'),
    known: firstRow<[number, number, string, number]>(
      database,
      'SELECT row, seq, categories, sample FROM papers WHERE id = ?',
    ),
    owner: firstValue<string>(database, 'SELECT id FROM papers WHERE row = ?'),
    setPaper: change(
      `INSERT INTO papers (row, id, seq, categories, year, sample) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE
       SET row = excluded.row, seq = excluded.seq, categories = excluded.categories, year = excluded.year,
         sample = excluded.sample`,
    ),
    forget: change('DELETE FROM papers WHERE row = ?'),
    text: firstRow<[string, string, string, string]>(
      database,
      'SELECT title, authors, summary, tags FROM texts WHERE row = ?',
    ),
    setText: change('INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?, ?)'),
    dropText: change('DELETE FROM texts WHERE row = ?'),
    index: change('INSERT INTO found (rowid, title, authors, summary, tags) VALUES (?, ?, ?, ?, ?)'),
    unindex: change(
      "INSERT INTO found (found, rowid, title, authors, summary, tags) VALUES ('delete', ?, ?, ?, ?, ?)",
    ),
    count: change(
      'INSERT INTO counts VALUES (?, ?) ON CONFLICT DO UPDATE SET papers = papers + excluded.papers',
    ),
    countWord: change(
      'INSERT INTO words VALUES (?, ?) ON CONFLICT DO UPDATE SET papers = papers + excluded.papers',
    ),
    dropWord: change('DELETE FROM words WHERE word = ? AND papers <= 0'),
    recount: change(
      'INSERT INTO recounts VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET due = min(due, excluded.due), last = 0',
    ),
    due: allValues<string>(database, 'SELECT paper FROM recounts WHERE due <= ? ORDER BY due LIMIT ?'),
    recounted: change('DELETE FROM recounts WHERE paper = ? AND last = 1'),
    askAgain: change('UPDATE recounts SET due = ?, last = 1 WHERE paper = ?'),
    setUpvotes: change('UPDATE papers SET upvotes = ? WHERE id = ?'),
    mark: change('INSERT OR IGNORE INTO marks VALUES (?)'),
    marked: firstValue<number>(database, 'SELECT 1 FROM marks WHERE name = ?'),
  };
}
