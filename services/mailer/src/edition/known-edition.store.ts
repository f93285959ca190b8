import { Injectable } from '@nestjs/common';
import { type EditionPage, type EditionState, editions } from '@paperboy/contracts';
import { InjectModel, isDuplicateKey, Problem, ServiceClients } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { editionSchema, type StoredEdition } from './edition.schema.js';

/** The closed editions: as stored from Kafka's events, or else as ranking answers over HTTP. */
@Injectable()
export class KnownEditionStore {
  constructor(
    @InjectModel(editionSchema) private readonly editions: Model<StoredEdition>,
    private readonly services: ServiceClients,
  ) {}

  /** Stores the state that an event carries. An older state changes nothing. */
  async keep(edition: EditionState): Promise<void> {
    const { id, ...state } = edition;
    try {
      await this.editions.updateOne(
        { _id: id, seq: trusted({ $lt: state.seq }) },
        { $set: state },
        { upsert: true },
      );
    } catch (error) {
      // The stored state is as new as this one: the filter matched nothing, and the upsert hit the existing id.
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async forget(id: string): Promise<void> {
    await this.editions.deleteOne({ _id: id });
  }

  /** The edition if it is closed, even before its event has arrived. Undefined while it is open. */
  async closed(id: string): Promise<EditionState | undefined> {
    const known = await this.editions.findOne({ _id: id }).lean();
    if (known) {
      const { _id, ...state } = known;
      return { id: _id, ...state };
    }
    try {
      return (await this.papers(id, 1)).edition;
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    }
  }

  /** The id of the newest closed edition of a cadence. Editions of the sample count only if there are no others. */
  async newest(cadence: EditionState['cadence']): Promise<string | undefined> {
    // The ids of one cadence are in the order of their periods.
    const found = await this.editions.findOne({ cadence }).sort({ sample: 1, _id: -1 }).lean();
    return found?._id;
  }

  /** A page of an edition's papers, as ranking has frozen them. */
  async papers(id: string, limit: number, p = 0): Promise<EditionPage> {
    return this.services.ask(editions.papers, { params: { id }, query: { p, limit } });
  }
}
