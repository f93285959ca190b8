import { Inject, Injectable } from '@nestjs/common';
import type { ImportTally } from '@paperboy/contracts';
import { isDuplicateKey, MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { PaperStore } from '../paper/paper.store.js';
import type { Arriving } from '../paper/paper-write.js';
import { type RecordOutcome, runsOfDistinctPapers } from '../paper/revision.js';
import { IMPORT_TALLIES, type TallyDocument } from './import-tally.schema.js';

/** A record of the bulk topic with its offset. */
export interface BulkRecord extends Arriving {
  offset: number;
  importId?: string;
}

/**
 * Takes records of imports and counts their outcomes exactly, even when a process is killed or Kafka replays records.
 * Papers are written first and counted afterwards, run by run. A paper stores the last record that changed it, so that
 * a replay of this record is counted with the same outcome. Each run moves the tally by a compare-and-set, so that no
 * record counts twice.
 */
@Injectable()
export class ImportTallyStore {
  private readonly tallies: Collection<TallyDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly papers: PaperStore,
  ) {
    this.tallies = connection.collection<TallyDocument>(IMPORT_TALLIES);
  }

  /** The outcomes of an import so far; all zero for an unknown one. */
  async tally(importId: string): Promise<Omit<ImportTally, 'yielding'>> {
    const parts = await this.tallies.find({ importId }).toArray();
    const sum = (outcome: RecordOutcome): number => parts.reduce((total, part) => total + part[outcome], 0);
    const counts = { new: sum('new'), changed: sum('changed'), unchanged: sum('unchanged') };
    return { importId, taken: counts.new + counts.changed + counts.unchanged, ...counts };
  }

  /** Takes consecutive records of one partition. */
  async take(partition: number, records: readonly BulkRecord[]): Promise<void> {
    // Another consumer that lost the partition while it was frozen may still write. In each round one of the two makes
    // progress.
    while (!(await this.tryToTake(partition, records)));
  }

  private async tryToTake(partition: number, records: readonly BulkRecord[]): Promise<boolean> {
    const counted = await this.countedUpTo(partition, records);
    const left = records.filter(({ importId, offset }) => offset >= (counted.get(importId ?? '') ?? 0));
    for (const run of runsOfDistinctPapers(left)) {
      const outcomes = await this.papers.take(run, 'bulk');
      const nextOffset = (run.at(-1) as BulkRecord).offset + 1;
      for (const [importId, counts] of countByImport(run, outcomes)) {
        const from = counted.get(importId) ?? 0;
        if (!(await this.advance(importId, partition, from, nextOffset, counts))) return false;
        counted.set(importId, nextOffset);
      }
    }
    return true;
  }

  private async countedUpTo(partition: number, records: readonly BulkRecord[]): Promise<Map<string, number>> {
    const ids = [...new Set(records.flatMap(({ importId }) => importId ?? []))];
    const parts = await this.tallies
      .find({ _id: { $in: ids.map((importId) => `${importId}:${partition}`) } })
      .toArray();
    return new Map(parts.map(({ importId, nextOffset }) => [importId, nextOffset]));
  }

  private async advance(
    importId: string,
    partition: number,
    from: number,
    nextOffset: number,
    counts: Record<RecordOutcome, number>,
  ): Promise<boolean> {
    const _id = `${importId}:${partition}`;
    try {
      const result = await this.tallies.updateOne(
        { _id, nextOffset: from },
        { $set: { nextOffset }, $setOnInsert: { importId }, $inc: counts },
        { upsert: from === 0 },
      );
      return result.matchedCount + result.upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

function countByImport(
  run: readonly BulkRecord[],
  outcomes: readonly RecordOutcome[],
): Map<string, Record<RecordOutcome, number>> {
  const counts = new Map<string, Record<RecordOutcome, number>>();
  run.forEach(({ importId }, index) => {
    if (importId === undefined) return;
    const ofImport = counts.get(importId) ?? { new: 0, changed: 0, unchanged: 0 };
    ofImport[outcomes[index] as RecordOutcome] += 1;
    counts.set(importId, ofImport);
  });
  return counts;
}
