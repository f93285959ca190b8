import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, managedSubscriptions, papers } from '@paperboy/contracts';
import { Asked, notFound, retriability, Serves, ServiceClients } from '@paperboy/platform';
import { deliveryId } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { ManageSubscription } from '../subscription/manage-subscription.service.js';
import type { DigestRecord } from './digest-record.js';
import { DigestRecordStore } from './digest-record.store.js';

type PastDigest = AnsweredBy<typeof managedSubscriptions.delivered>;

/** Shows a reader which papers were in a past digest, and why. */
@Controller()
export class PastDigestController {
  constructor(
    private readonly manage: ManageSubscription,
    private readonly deliveries: DeliveryStore,
    private readonly records: DigestRecordStore,
    private readonly clients: ServiceClients,
  ) {}

  @Serves(managedSubscriptions.delivered)
  async delivered(@Asked() { params }: AskedOf<typeof managedSubscriptions.delivered>): Promise<PastDigest> {
    const { _id } = await this.manage.find(params.token);
    const delivery = await this.deliveries.find(deliveryId(_id, params.edition));
    const record = delivery?.recordId === undefined ? null : await this.records.find(delivery.recordId);
    if (!record)
      throw notFound('no-such-digest', `No digest of ${params.edition} was sent, or it is no longer kept.`);
    const titles = await this.titlesOf(record);
    const told = record.papers.map(({ id, why, match = false }) => ({
      id,
      title: titles.get(id) ?? null,
      why: why.flatMap((place) => record.reasons[place] ?? []),
      match,
    }));
    return { edition: params.edition, papers: told };
  }

  /** Titles by paper id. Empty while the catalog is not reachable: the ids and reasons are still shown. */
  private async titlesOf({ papers: recorded }: DigestRecord): Promise<Map<string, string>> {
    if (recorded.length === 0) return new Map();
    const ids = recorded.map(({ id }) => id);
    try {
      const { titles } = await this.clients.ask(papers.titles, { body: { ids } });
      return new Map(titles.map(({ id, title }) => [id, title]));
    } catch (error) {
      if (retriability(error) === 'retriable') return new Map();
      throw error;
    }
  }
}
