import { isDuplicateKey } from '@paperboy/platform';
import type { mongo } from 'mongoose';
import type { SourceDocument } from '../harvest/source.schema.js';
import { NOTHING_READ } from '../harvest/source.store.js';

/** The papers that people ask for, each a source that is read once. */
export class AskedPaperStore {
  constructor(
    /** Asked each time, since there may be no connection yet when the store is made. */
    private readonly sources: () => mongo.Collection<SourceDocument>,
    private readonly now: () => Date,
  ) {}

  /**
   * Makes a source, due at once, that reads one paper. False when that paper is being read already. What an earlier
   * reading found is forgotten.
   */
  async begin(id: string, paperId: string): Promise<boolean> {
    const at = this.now();
    const begun = {
      ...NOTHING_READ,
      settings: { protocol: 'papers' as const, ids: [paperId] },
      asked: true as const,
      startedAt: at,
      nextAt: at,
    };
    try {
      await this.sources().updateOne(
        { _id: id, endedAt: { $exists: true } },
        { $set: begun, $unset: { endedAt: '', cursor: '', lastError: '', lastSuccessAt: '', total: '' } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      // There is one that has not ended.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
