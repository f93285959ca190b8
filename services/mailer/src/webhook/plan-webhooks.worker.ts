import { Inject, Injectable } from '@nestjs/common';
import { CADENCES, type ListAnswer, lists, queues } from '@paperboy/contracts';
import { HandleJob } from '@paperboy/messaging';
import { Calendar, Clock, CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import type { MailerConfig } from '../mailer.config.js';
import { SearchNews } from './search-news.service.js';
import { claimedDelivery, type Webhook, type WebhookDelivery } from './webhook.js';
import { WebhookStore } from './webhook.store.js';
import { WebhookDeliveryStore } from './webhook-delivery.store.js';

/** Webhooks are not told of an edition that closed longer ago. */
const NEWS_MS = 12 * 3_600_000;
/** Papers of the day that are checked. The list starts with those with the most upvotes. */
const LOOKED_AT = 100;

/**
 * Adds rows for what webhooks are to be told. Planning twice is harmless: there is one row for each webhook and edition
 * or paper.
 */
@Injectable()
export class PlanWebhooksWorker {
  private readonly calendar: Calendar;

  constructor(
    @Inject(CONFIG) config: MailerConfig,
    private readonly webhooks: WebhookStore,
    private readonly deliveries: WebhookDeliveryStore,
    private readonly editions: KnownEditionStore,
    private readonly searches: SearchNews,
    private readonly clients: ServiceClients,
    private readonly clock: Clock,
  ) {
    this.calendar = new Calendar({
      timeZone: config.PUBLICATION_TIME_ZONE,
      rollOver: config.PUBLICATION_ROLL_OVER,
    });
  }

  @HandleJob(queues.planWebhooks)
  async handlePlanWebhooks(): Promise<void> {
    const now = this.clock.now();
    // Lists come from ranking and searches from the catalog, so one of them may be away.
    const parts = await Promise.allSettled([this.planLists(now), this.searches.plan(now)]);
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
  }

  private async planLists(now: Date): Promise<void> {
    for (const cadence of CADENCES) await this.deliveries.plan(await this.ofEditions(cadence, now));
    await this.deliveries.plan(await this.ofPapers(now));
  }

  private async ofEditions(list: Webhook['list'], now: Date): Promise<WebhookDelivery[]> {
    const webhooks = await this.webhooks.ofList(list);
    const editionId = webhooks.length === 0 ? undefined : await this.editions.newest(list);
    const edition = editionId === undefined ? undefined : await this.editions.closed(editionId);
    if (edition === undefined || edition.sample || edition.papers === 0) return [];
    const closedAt = new Date(edition.closedAt);
    if (now.getTime() - closedAt.getTime() > NEWS_MS) return [];
    return webhooks
      .filter(({ createdAt }) => createdAt <= closedAt)
      .map(({ _id }) => claimedDelivery(_id, { editionId: edition.id }, now));
  }

  private async ofPapers(now: Date): Promise<WebhookDelivery[]> {
    const webhooks = await this.webhooks.ofPapers();
    if (webhooks.length === 0) return [];
    const papers = (await this.today(now)).filter(({ sample }) => !sample);
    return webhooks.flatMap(({ _id, votes, createdAt }) =>
      papers
        .filter(
          ({ paper }) =>
            paper.upvotes >= votes &&
            // A new webhook is told only of papers that came onto the list after it was made.
            new Date(paper.submittedOnDailyAt ?? paper.publishedAt) >= createdAt,
        )
        .map(({ paper: { id, title, upvotes } }) =>
          claimedDelivery(_id, { paper: { id, title, upvotes } }, now),
        ),
    );
  }

  private async today(now: Date): Promise<ListAnswer['items']> {
    try {
      const period = this.calendar.dayAt(now.getTime());
      const query = { period, limit: LOOKED_AT };
      return (await this.clients.ask(lists.read, { params: { list: 'day' }, query })).items;
    } catch (error) {
      // The day has no papers yet.
      if (error instanceof Problem && error.status === 404) return [];
      throw error;
    }
  }
}
