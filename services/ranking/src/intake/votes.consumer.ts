import { Controller } from '@nestjs/common';
import { consumers } from '@paperboy/contracts';
import { type EventBatch, OnBatch } from '@paperboy/messaging';
import { BatchStore } from './batch.store.js';

/** Handles votes in a consumer of their own, so that nothing delays them. */
@Controller()
export class VotesConsumer {
  constructor(private readonly batches: BatchStore) {}

  @OnBatch(consumers.rankingVotes)
  async onVotes(batch: EventBatch): Promise<void> {
    await this.batches.take(batch);
  }
}
