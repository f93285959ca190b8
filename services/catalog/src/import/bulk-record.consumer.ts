import { setTimeout as sleep } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { consumers, type EventData, type PaperRecord, type recordDeleted } from '@paperboy/contracts';
import { type EventBatch, OnBatch, Outbox } from '@paperboy/messaging';
import { unavailable } from '@paperboy/platform';
import { PAPERS } from '../paper/paper.schema.js';
import { PaperStore } from '../paper/paper.store.js';
import { Presence } from '../person/presence.store.js';
import { BulkPace } from './bulk-pace.js';
import { BulkRoom } from './bulk-room.js';
import { type BulkRecord, ImportTallyStore } from './import-tally.store.js';

/**
 * Imports wait while this many papers have unpublished events. An event in bulk is part of its paper, and takes up only
 * an entry of an index. Others lie beside the paper, and those of people wait behind them.
 */
const PENDING_LIMIT = { inBulk: 1_000_000, others: 4_000 };
/** The pause between two counts of these papers, and the time after which the consumer gives up the batch, in ms. */
const LOOK_AGAIN_MS = 100;
const PATIENCE_MS = 20_000;
/** The size of a piece while people write. A write of these few papers hardly delays a vote. */
const YIELDING_RECORDS = 4;

/**
 * Takes the records of imports. It waits while too many papers have unpublished events, and works slowly while people
 * write.
 */
@Controller()
export class BulkRecordConsumer {
  private readonly pace: BulkPace;
  private readonly rooms: readonly BulkRoom[];

  constructor(
    papers: PaperStore,
    private readonly imports: ImportTallyStore,
    presence: Presence,
    outbox: Outbox,
  ) {
    const anybody = () => presence.anybody();
    outbox.bulkGivesWayTo(PAPERS, anybody);
    this.pace = new BulkPace({ anybody, sleep, now: () => performance.now() });
    this.rooms = [
      new BulkRoom(PENDING_LIMIT.others, (limit) => papers.pending(limit)),
      new BulkRoom(PENDING_LIMIT.inBulk, (limit) => papers.pendingInBulk(limit)),
    ];
  }

  @OnBatch(consumers.catalogBulkRecords)
  async onBulkRecords(batch: EventBatch): Promise<void> {
    for (let left = toRecords(batch); left.length > 0; ) {
      await this.waitForRoom();
      const piece = left.slice(0, (await this.pace.yields()) ? YIELDING_RECORDS : left.length);
      for (const room of this.rooms) room.take(piece.length);
      await this.pace.run(() => this.imports.take(batch.partition, piece));
      left = left.slice(piece.length);
    }
  }

  private async hasRoom(): Promise<boolean> {
    for (const room of this.rooms) if (!(await room.isThere())) return false;
    return true;
  }

  private async waitForRoom(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await this.hasRoom())) {
      if (performance.now() > deadline) {
        throw unavailable(
          'papers-pending',
          'Too many papers wait to be published. The import waits until there are fewer.',
        );
      }
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

function toRecords({ partition, events }: EventBatch): BulkRecord[] {
  return events.flatMap(({ data, offset }): BulkRecord[] => {
    if (data === null) return [];
    // The transport has validated it by the schemas of this topic.
    const record = data as PaperRecord | EventData<typeof recordDeleted>;
    const importId = 'importId' in record ? record.importId : undefined;
    const at = Number(offset);
    const position = importId === undefined ? undefined : { importId, partition, offset: at };
    return [
      {
        paperId: record.paperId,
        record,
        offset: at,
        ...(importId && { importId }),
        ...(position && { position }),
      },
    ];
  });
}
