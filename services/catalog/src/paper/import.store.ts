import { Inject, Injectable } from '@nestjs/common';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { isOnlyDuplicates } from '../duplicate-key.store.js';
import { type Arriving, PaperStore } from './paper.store.js';
import { type Outcome, runsOfDistinctPapers } from './revision.js';

/** The collection of the tallies of imports. */
export const IMPORTS = 'imports';

/** What the records of an import did, so far. */
export interface ImportTally {
  importId: string;
  /** Records that the catalog has taken: the sum of the other three. */
  taken: number;
  new: number;
  changed: number;
  unchanged: number;
}

/** The part of a tally that came over one partition. */
interface TallyDocument extends Record<Outcome, number> {
  _id: string;
  importId: string;
  /** Records before it are counted; moved in the same update that counts them. */
  nextOffset: number;
}

/** A record of the bulk topic with where it stood. */
export interface BulkRecord extends Arriving {
  offset: number;
  importId?: string;
}

/**
 * Takes records of imports and counts exactly what they did, whatever is killed or replayed in between. Papers are
 * written first and counted after, run by run; a paper remembers the record that touched it last, so that the same record
 * read again is counted as it was. Each run moves the tally on by a compare-and-set, so that no record counts twice.
 */
@Injectable()
export class ImportStore {
  private readonly tallies: Collection<TallyDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly papers: PaperStore,
  ) {
    this.tallies = connection.collection<TallyDocument>(IMPORTS);
  }

  /** What an import did so far; all zero for an unknown one. */
  async tally(importId: string): Promise<ImportTally> {
    const parts = await this.tallies.find({ importId }).toArray();
    const sum = (outcome: Outcome): number => parts.reduce((total, part) => total + part[outcome], 0);
    const counts = { new: sum('new'), changed: sum('changed'), unchanged: sum('unchanged') };
    return { importId, taken: counts.new + counts.changed + counts.unchanged, ...counts };
  }

  /** Takes consecutive records of one partition. */
  async take(partition: number, records: readonly BulkRecord[]): Promise<void> {
    // Another consumer may hold the partition by mistake, thawed after it lost it; each round one of them moves on.
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
    counts: Record<Outcome, number>,
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
      if (isOnlyDuplicates(error)) return false;
      throw error;
    }
  }
}

function countByImport(
  run: readonly BulkRecord[],
  outcomes: readonly Outcome[],
): Map<string, Record<Outcome, number>> {
  const counts = new Map<string, Record<Outcome, number>>();
  run.forEach(({ importId }, index) => {
    if (importId === undefined) return;
    const ofImport = counts.get(importId) ?? { new: 0, changed: 0, unchanged: 0 };
    ofImport[outcomes[index] as Outcome] += 1;
    counts.set(importId, ofImport);
  });
  return counts;
}
