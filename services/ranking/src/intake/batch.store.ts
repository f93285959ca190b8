import { Injectable } from '@nestjs/common';
import { type PaperState, topics } from '@paperboy/contracts';
import { type EventBatch, OffsetMismatch, partitionKey } from '@paperboy/messaging';
import { Calendar } from '@paperboy/platform';
import { EditionStore } from '../edition/edition.store.js';
import { ReadOffsets } from '../generation/read-offsets.js';
import { type Applied, LiveLists, type Span } from '../live/live-lists.store.js';
import type { StateChange } from '../live/state-change.js';
import { Restorer } from '../packing/restorer.store.js';
import { changeOf } from './changes.js';

/** The events of one run of the script, which may block Redis for a few milliseconds at most. */
const CHUNK = 250;

/** Applies batches to the lists, each chunk with its offset in one atomic step. */
@Injectable()
export class BatchStore {
  constructor(
    private readonly state: LiveLists,
    private readonly restorer: Restorer,
    private readonly calendar: Calendar,
    private readonly editions: EditionStore,
    private readonly reached: ReadOffsets,
  ) {}

  /**
   * Applies a batch to the current generation, or to the one that is being filled. Throws OffsetMismatch when the
   * stored offset differs.
   */
  async take(batch: EventBatch, filling = ''): Promise<void> {
    if (batch.topic === topics.papers.name && filling === '') await this.markWithdrawn(batch);
    if (batch.topic === topics.people.name && filling === '') await this.forgetSubmitters(batch);
    const source = partitionKey(batch);
    let first = batch.firstOffset;
    for (let at = 0; at === 0 || at < batch.events.length; at += CHUNK) {
      const events = batch.events.slice(at, at + CHUNK);
      const last = at + CHUNK >= batch.events.length;
      const next = last ? batch.nextOffset : (events.at(-1)?.offset ?? first) + 1n;
      const changes = events.map((event) => changeOf(event, this.calendar));
      if ((await this.apply({ source, first, next }, changes, filling)) === 'moved') {
        throw new OffsetMismatch(batch.topic, batch.partition, first);
      }
      if (filling === '') this.reached.note(source, next);
      first = next;
    }
  }

  // Packed papers are restored to Redis before something of them changes.
  private async apply(
    span: Span,
    changes: readonly StateChange[],
    filling: string,
  ): Promise<Exclude<Applied, object>> {
    for (;;) {
      const applied = await this.state.apply(span, changes, filling);
      if (typeof applied === 'string') return applied;
      await this.restorer.restore(applied.generation, applied.papers);
    }
  }

  // Removes deleted people from closed editions before the offset moves in Redis: a repeat changes nothing.
  private async forgetSubmitters(batch: EventBatch): Promise<void> {
    for (const { key, data } of batch.events) if (data === null) await this.editions.forgetSubmitter(key);
  }

  // Marks withdrawn papers in closed editions before the offset moves in Redis: a repeat changes nothing.
  private async markWithdrawn(batch: EventBatch): Promise<void> {
    for (const { data } of batch.events) {
      const paper = data as PaperState | null;
      if (paper?.withdrawnAt === undefined) continue;
      const lists = await this.editions.markWithdrawn(paper.id, paper.withdrawnAt);
      await this.state.change(lists.map((list) => ['bump', list]));
    }
  }
}
