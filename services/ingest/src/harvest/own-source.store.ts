import { isDuplicateKey } from '@paperboy/platform';
import type { mongo } from 'mongoose';
import type { SourceSettings } from './settings.js';
import type { SourceDocument } from './source.schema.js';
import { NOTHING_READ } from './source.store.js';

/** The id of a source of one's own. */
export function ownSourceId(name: string): string {
  return `own-${name}`;
}

/** An operator's own sources. The command line adds and removes them; they are read as all standing sources are. */
export class OwnSourceStore {
  constructor(
    /** Asked each time, since there may be no connection yet when the store is made. */
    private readonly sources: () => mongo.Collection<SourceDocument>,
    private readonly now: () => Date,
  ) {}

  /** Adds an own source, which is read from now on. False when there is one of that name. */
  async add(settings: Extract<SourceSettings, { protocol: 'own' }>): Promise<boolean> {
    const at = this.now();
    const source = { ...NOTHING_READ, _id: ownSourceId(settings.name), standing: true as const, settings };
    try {
      await this.sources().insertOne({ ...source, startedAt: at, nextAt: at });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Removes an own source; its papers stay. False when there is none of that name. */
  async remove(name: string): Promise<boolean> {
    const { deletedCount } = await this.sources().deleteOne({ _id: ownSourceId(name) });
    return deletedCount === 1;
  }
}
