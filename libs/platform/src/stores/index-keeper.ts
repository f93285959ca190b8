import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { Health } from '../observe/health.js';
import type { Log } from '../observe/log.js';
import { type MissingIndex, makeIndexes, type WantedIndex } from './indexes.js';

const CONNECTED = 1;
const CONNECTED_EVERY_MS = 50;
/** The first and longest pause between two tries, since each may read the whole collection before it fails. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;

/** Makes the indexes of a service. Retries the missing ones for ever, and health names them meanwhile. */
export class IndexKeeper {
  private readonly missing = new Map<string, MissingIndex>();
  private readonly ending = new AbortController();

  constructor(
    private readonly connection: Connection,
    private readonly log: Log,
    health: Health,
  ) {
    health.add('indexes', () =>
      this.missing.size === 0
        ? { state: 'up' }
        : { state: 'degraded', detail: sentenceOf(this.missing.values()), missing: this.missing.size },
    );
  }

  /** Makes the indexes in the background, once the database is connected. */
  async keep(wanted: readonly WantedIndex[]): Promise<void> {
    let left = wanted;
    for (let waitMs = FIRST_WAIT_MS; left.length > 0 && !this.ending.signal.aborted; ) {
      if (this.connection.readyState !== CONNECTED) {
        await this.pause(CONNECTED_EVERY_MS);
        continue;
      }
      const missing = await makeIndexes(this.connection, left);
      if (this.ending.signal.aborted) return;
      this.tell(left, missing);
      left = missing.map(({ index }) => index);
      if (left.length > 0) await this.pause(waitMs);
      waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
    }
  }

  /** Ends the retries. */
  end(): void {
    this.ending.abort();
  }

  private tell(tried: readonly WantedIndex[], missing: readonly MissingIndex[]): void {
    const news = missing.filter(({ name, reason }) => this.missing.get(name)?.reason !== reason);
    for (const index of missing) this.missing.set(index.name, index);
    const failed = new Set(missing.map(({ index }) => index));
    const made = [...this.missing.values()].filter(
      ({ index }) => tried.includes(index) && !failed.has(index),
    );
    for (const { name } of made) this.missing.delete(name);
    if (made.length > 0)
      this.log.info({ indexes: made.map(({ name }) => name) }, 'The missing indexes are made.');
    // Logged again only when the reason changes.
    if (news.length > 0)
      this.log.error(
        { indexes: news.map(({ name, reason }) => `${name}: ${reason}`) },
        'Indexes cannot be made; this is tried again. Until then, unique fields are not checked and queries are slow.',
      );
  }

  private async pause(ms: number): Promise<void> {
    // It rejects only when the service ends, and then the loop ends as well.
    await wait(ms, undefined, { signal: this.ending.signal, ref: false }).catch(() => undefined);
  }
}

function sentenceOf(missing: Iterable<MissingIndex>): string {
  return `Missing: ${[...missing].map(({ name, reason }) => `${name} (${reason})`).join('; ')}.`;
}
