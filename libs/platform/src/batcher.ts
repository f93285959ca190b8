import { setImmediate as turn } from 'node:timers/promises';

/** Writes all items at once, and returns the outcome of each in the same order. */
export type WriteAll<Item, Outcome> = (items: readonly Item[]) => Promise<readonly Outcome[]>;

interface Waiting<Item, Outcome> {
  item: Item;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

/** How batches are made. */
export interface BatchLimits {
  /** Most items of one batch. */
  most: number;
  /** The least milliseconds from the begin of one batch to the begin of the next. */
  everyMs: number;
  /** A batch of this size begins before that time is over. */
  enough: number;
  /** The most batches that are written at the same time. */
  atOnce: number;
}

/**
 * Writes requests in batches. Requests that arrive while no further batch may begin go with the next one. A single
 * request does not wait. A failure fails every request of its batch.
 */
export class Batcher<Item, Outcome> {
  private waiting: Waiting<Item, Outcome>[] = [];
  private beginning = false;
  private inHand = 0;
  private nextAt = 0;
  private endRest: () => void = () => undefined;

  constructor(
    private readonly writeAll: WriteAll<Item, Outcome>,
    private readonly limits: BatchLimits,
  ) {}

  /** Has a request written with the next batch, and returns its outcome. */
  add(item: Item): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.waiting.length >= this.limits.enough) this.endRest();
      void this.beginWaiting();
    });
  }

  private async beginWaiting(): Promise<void> {
    if (this.beginning) return;
    this.beginning = true;
    // Requests that arrive in the same turn of the event loop, such as those of one message, share a batch.
    await turn();
    while (this.waiting.length > 0 && this.inHand < this.limits.atOnce) {
      await this.rest(this.nextAt - performance.now());
      this.nextAt = performance.now() + this.limits.everyMs;
      void this.write(this.waiting.splice(0, this.limits.most));
    }
    this.beginning = false;
  }

  private rest(forMs: number): Promise<void> {
    if (forMs <= 0 || this.waiting.length >= this.limits.enough) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, forMs);
      this.endRest = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async write(batch: readonly Waiting<Item, Outcome>[]): Promise<void> {
    this.inHand += 1;
    try {
      const outcomes = await this.writeAll(batch.map(({ item }) => item));
      for (const [at, { resolve }] of batch.entries()) resolve(outcomes[at] as Outcome);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    this.inHand -= 1;
    void this.beginWaiting();
  }
}
