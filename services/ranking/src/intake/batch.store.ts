import { Injectable } from '@nestjs/common';
import { type PaperState, topics } from '@paperboy/contracts';
import { type EventBatch, OffsetMismatch, partitionKey } from '@paperboy/messaging';
import { EditionStore } from '../edition/edition.store.js';
import { RankingState } from '../state/ranking-state.store.js';
import { changeOf } from './changes.js';
import { Lists } from './lists.store.js';
import { Reached } from './reached.js';

/** Events of one run of the script: it holds Redis for a few milliseconds at most. */
const CHUNK = 250;

/** Takes batches into the lists, each chunk with its offset in one atomic step. */
@Injectable()
export class BatchStore {
  constructor(
    private readonly state: RankingState,
    private readonly lists: Lists,
    private readonly editions: EditionStore,
    private readonly reached: Reached,
  ) {}

  /** Takes a batch, into the current generation or the one that is being filled. Throws OffsetMismatch when it does not fit. */
  async take(batch: EventBatch, filling = ''): Promise<void> {
    if (batch.topic === topics.papers.name && filling === '') await this.markWithdrawn(batch);
    const source = partitionKey(batch);
    let first = batch.firstOffset;
    for (let at = 0; at === 0 || at < batch.events.length; at += CHUNK) {
      const events = batch.events.slice(at, at + CHUNK);
      const last = at + CHUNK >= batch.events.length;
      const next = last ? batch.nextOffset : (events.at(-1)?.offset ?? first) + 1n;
      const changes = events.map((event) => changeOf(event, this.lists.calendar));
      if ((await this.state.apply({ source, first, next }, changes, filling)) === 'moved') {
        throw new OffsetMismatch(batch.topic, batch.partition, first);
      }
      if (filling === '') this.reached.note(source, next);
      first = next;
    }
  }

  // Marked in closed editions, which MongoDB keeps, before the offset moves in Redis: a repeat changes nothing.
  private async markWithdrawn(batch: EventBatch): Promise<void> {
    for (const { data } of batch.events) {
      const paper = data as PaperState | null;
      if (paper?.withdrawnAt === undefined) continue;
      const lists = await this.editions.markWithdrawn(paper.id, paper.withdrawnAt);
      await this.state.change(lists.map((list) => ['bump', list]));
    }
  }
}
