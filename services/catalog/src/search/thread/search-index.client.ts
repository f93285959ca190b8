import type { CategoryCounts, MonthCount, MonthPapers } from '@paperboy/contracts';
import { Batcher, type Log, type Problem, tooMany, unavailable } from '@paperboy/platform';
import type { IndexReader } from '../ask/index.reader.js';
import { isBroken } from '../index/index-file.store.js';
import type { IndexWriter, PaperBatch, Upvotes } from '../index/index-writer.store.js';
import type {
  Hit,
  Matches,
  NewMatchesQuestion,
  NewPapers,
  NewPapersQuestion,
  PageOfHits,
  Question,
} from '../index/search-question.js';
import { ThreadClient } from './thread.client.js';
import { LATE } from './thread-message.js';

/** The most questions that wait for one reader. Further ones are refused with 429. */
const WAITING_PER_READER = 24;
/** The longest wait of a question for a reader. Later, nobody waits for the answer. */
const WAIT_MS = 2_000;
const COME_BACK_SECONDS = 1;
/** Batches that arrive while the writer is busy are written together. A batch has a megabyte at most. */
const TOGETHER = { most: 8, everyMs: 0, enough: 1, atOnce: 1 };

/** The options of an index. */
export interface SearchIndexOptions {
  readonly file: string;
  /** The number of threads that answer questions. */
  readonly readers: number;
  readonly log: Pick<Log, 'warn'>;
  /** Called when the file was replaced by an empty one, so that everything has to be read again. */
  readonly onCleared: () => void;
}

interface Threads {
  readonly writer: ThreadClient<IndexWriter>;
  readonly readers: readonly ThreadClient<IndexReader>[];
}

/** The search index of one replica. One thread writes it, and some threads answer searches. */
export class SearchIndex {
  private threads: Promise<Threads> | undefined;
  private clearing: Promise<void> | undefined;
  private closed = false;
  private readonly writes = new Batcher<PaperBatch, boolean | Error>(
    (batches) => this.writeAll(batches),
    TOGETHER,
  );

  constructor(private readonly options: SearchIndexOptions) {}

  /**
   * Writes a batch. Writes nothing and answers false when the stored position differs from the batch's first offset.
   */
  async write(batch: PaperBatch): Promise<boolean> {
    const written = await this.writes.add(batch);
    if (written instanceof Error) throw written;
    return written;
  }

  /** The next offset of each partition, by `topic/partition`. */
  async positions(): Promise<Map<string, bigint>> {
    const stored = await this.byWriter((writer) => writer.call('positions'));
    return new Map(stored.map(([source, next]) => [source, BigInt(next)]));
  }

  async isWhole(): Promise<boolean> {
    return this.byWriter((writer) => writer.call('isWhole'));
  }

  async markWhole(): Promise<void> {
    await this.byWriter((writer) => writer.call('markWhole'));
  }

  async dueRecounts(now: number, most: number): Promise<string[]> {
    return this.byWriter((writer) => writer.call('dueRecounts', now, most));
  }

  async setUpvotes(asked: readonly string[], counted: readonly Upvotes[], now: number): Promise<void> {
    await this.byWriter((writer) => writer.call('setUpvotes', asked, counted, now));
  }

  /** Answers a search. Throws 429 `search-busy` when too many questions wait, or it waited too long. */
  async ask(question: Question): Promise<PageOfHits> {
    return this.byReader((reader) => reader.callUntil(patience(), 'ask', question));
  }

  /** The ids of the first papers of a search. Throws 429 like `ask`, as do all questions below. */
  async order(question: Question, most: number): Promise<string[]> {
    return this.byReader((reader) => reader.callUntil(patience(), 'order', question, most));
  }

  /** Papers that resemble one; undefined for a paper that is not in the index. */
  async similar(id: string, limit: number): Promise<Hit[] | undefined> {
    return this.byReader((reader) => reader.callUntil(patience(), 'similar', id, limit));
  }

  /** What many searches find among the papers that arrived on some days. */
  async arrivals(question: NewPapersQuestion): Promise<NewPapers> {
    return this.byReader((reader) => reader.callUntil(patience(), 'arrivals', question));
  }

  /** The ids that many searches find among the papers that arrived on some days. */
  async newMatches(question: NewMatchesQuestion): Promise<(Matches | undefined)[]> {
    return this.byReader((reader) => reader.callUntil(patience(), 'newMatches', question));
  }

  /** How many papers there are in all and of each category. */
  async categories(): Promise<CategoryCounts> {
    return this.byReader((reader) => reader.callUntil(patience(), 'categories'));
  }

  /** How many papers were published in each month. */
  async months(): Promise<MonthCount[]> {
    return this.byReader((reader) => reader.callUntil(patience(), 'months'));
  }

  /** The ids of papers of a month. */
  async idsOfMonth(month: string, after: string | undefined, limit: number): Promise<MonthPapers> {
    return this.byReader((reader) => reader.callUntil(patience(), 'idsOfMonth', month, after, limit));
  }

  /** Replaces the file by an empty one. */
  async clear(): Promise<void> {
    this.clearing ??= this.dropAll().finally(() => {
      this.clearing = undefined;
    });
    await this.clearing;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.end();
  }

  /** Writes batches together. If that fails, each is written by itself, so that only a bad one fails. */
  private async writeAll(batches: readonly PaperBatch[]): Promise<(boolean | Error)[]> {
    try {
      return await this.byWriter((writer) => writer.call('writeAll', batches));
    } catch (error) {
      if (batches.length === 1) throw error;
      const alone: (boolean | Error)[] = [];
      for (const batch of batches)
        alone.push(
          await this.writeAll([batch]).then(
            ([written]) => written ?? false,
            (failure: Error) => failure,
          ),
        );
      return alone;
    }
  }

  private async dropAll(): Promise<void> {
    const { writer, readers } = await this.opened();
    await Promise.all(readers.map((reader) => reader.close()));
    await writer.call('clear');
    await this.end();
    this.options.onCleared();
  }

  private async end(): Promise<void> {
    const threads = await this.threads?.catch(() => undefined);
    this.threads = undefined;
    if (!threads) return;
    await Promise.all(threads.readers.map((reader) => reader.close()));
    // A thread that died can't close its file. The operating system closes it when the process ends.
    await threads.writer.call('close').catch(() => undefined);
    await threads.writer.close();
  }

  private opened(): Promise<Threads> {
    if (this.closed) throw unavailable('search-ended', 'This search is being stopped.');
    this.threads ??= this.open().catch((error: unknown) => {
      this.threads = undefined;
      throw unavailable('search-unavailable', 'The search index cannot be opened.', 2, error);
    });
    return this.threads;
  }

  private async open(): Promise<Threads> {
    const writer = new ThreadClient<IndexWriter>(
      new URL('./writer.main.js', import.meta.url),
      this.options.file,
    );
    // The answer shows that the writer has created the file, which readers open.
    await writer.call('isWhole');
    const readers = Array.from({ length: this.options.readers }, () => this.openReader());
    return { writer, readers };
  }

  private openReader(): ThreadClient<IndexReader> {
    return new ThreadClient<IndexReader>(new URL('./reader.main.js', import.meta.url), this.options.file);
  }

  private async byWriter<T>(call: (writer: ThreadClient<IndexWriter>) => Promise<T>): Promise<T> {
    const { writer } = await this.opened();
    return this.mending(() => call(writer), writer);
  }

  private async byReader<T>(call: (reader: ThreadClient<IndexReader>) => Promise<T>): Promise<T> {
    const { readers } = await this.opened();
    const [reader] = readers.toSorted((one, other) => one.busy - other.busy);
    if (reader === undefined || reader.busy >= WAITING_PER_READER) throw busy();
    return this.mending(() => call(reader), reader);
  }

  /** Replaces a broken file and restarts threads when one died. Throws 503 then, so that callers retry. */
  private async mending<T>(call: () => Promise<T>, thread: ThreadClient<object>): Promise<T> {
    const threads = this.threads;
    try {
      return await call();
    } catch (error) {
      if ((error as { code?: string }).code === LATE) throw busy();
      if (this.closed || (thread.alive && !isBroken(error))) throw error;
      if (this.threads === threads) {
        this.options.log.warn({ err: error }, 'The search index failed and is opened again.');
        await (isBroken(error) ? this.clear() : this.end());
      }
      throw unavailable('search-unavailable', 'The search index is opened again.', COME_BACK_SECONDS, error);
    }
  }
}

function patience(): number {
  return Date.now() + WAIT_MS;
}

function busy(): Problem {
  return tooMany('search-busy', 'Too many searches wait to be answered.', COME_BACK_SECONDS);
}
