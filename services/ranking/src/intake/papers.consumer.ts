import { Controller } from '@nestjs/common';
import { consumers } from '@paperboy/contracts';
import { type EventBatch, OnBatch } from '@paperboy/messaging';
import { BatchStore } from './batch.store.js';

/** Handles the events of papers, comments and people. */
@Controller()
export class PapersConsumer {
  constructor(private readonly batches: BatchStore) {}

  @OnBatch(consumers.rankingPapers)
  async onPapers(batch: EventBatch): Promise<void> {
    await this.batches.take(batch);
  }
}
