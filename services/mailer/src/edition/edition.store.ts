import { Inject, Injectable } from '@nestjs/common';
import { type EditionState, editions } from '@paperboy/contracts';
import { MONGO, Problem, ServiceClients } from '@paperboy/platform';
import type { Connection } from 'mongoose';
import { DIGEST_PAPERS, type EditionPaper } from '../digest/digest.js';

type StoredEdition = Omit<EditionState, 'id'> & { _id: string };

const DUPLICATE_KEY = 11000;

/** The closed editions: what Kafka told of them, and ranking's own word over HTTP. */
@Injectable()
export class EditionStore {
  constructor(
    @Inject(MONGO) private readonly mongo: Connection,
    private readonly services: ServiceClients,
  ) {}

  /** Keeps what an event tells; an older state changes nothing. */
  async keep(edition: EditionState): Promise<void> {
    const { id, ...state } = edition;
    try {
      await this.editions.updateOne({ _id: id, seq: { $lt: state.seq } }, { $set: state }, { upsert: true });
    } catch (error) {
      // The filter found nothing because what is stored is as new, so the upsert met its key: nothing to do.
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
    }
  }

  async forget(id: string): Promise<void> {
    await this.editions.deleteOne({ _id: id });
  }

  /** The edition when it is closed, also if the event has not come yet; undefined while it is open. */
  async closed(id: string): Promise<EditionState | undefined> {
    const known = await this.editions.findOne({ _id: id });
    if (known) {
      const { _id, ...state } = known;
      return { id: _id, ...state };
    }
    try {
      return (await this.papers(id)).edition;
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    }
  }

  /** An edition with its first papers, as ranking has frozen them. */
  async papers(id: string): Promise<{ edition: EditionState; items: EditionPaper[] }> {
    return this.services.ask(editions.papers, { params: { id }, query: { p: 0, limit: DIGEST_PAPERS } });
  }

  private get editions() {
    return this.mongo.collection<StoredEdition>('editions');
  }
}
