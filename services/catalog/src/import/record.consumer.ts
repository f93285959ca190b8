import { Controller } from '@nestjs/common';
import {
  consumers,
  type EventData,
  type PaperRecord,
  recordDeleted,
  recordObserved,
} from '@paperboy/contracts';
import { OnEvent, type ReceivedEvent } from '@paperboy/messaging';
import { PaperStore } from '../paper/paper.store.js';

/** Takes the live records, which ingest publishes as papers appear, change and disappear at their sources. */
@Controller()
export class RecordConsumer {
  constructor(private readonly papers: PaperStore) {}

  @OnEvent(consumers.catalogRecords, recordObserved)
  async onRecordObserved({ data: record }: ReceivedEvent<PaperRecord>): Promise<void> {
    if (record) await this.papers.take([{ paperId: record.paperId, record }], 'live');
  }

  @OnEvent(consumers.catalogRecords, recordDeleted)
  async onRecordDeleted({ data: record }: ReceivedEvent<EventData<typeof recordDeleted>>): Promise<void> {
    if (record) await this.papers.take([{ paperId: record.paperId, record }], 'live');
  }
}
