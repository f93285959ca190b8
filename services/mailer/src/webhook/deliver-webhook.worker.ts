import { Inject, Injectable } from '@nestjs/common';
import { queues } from '@paperboy/contracts';
import { HandleJob, type ReceivedJob } from '@paperboy/messaging';
import { Clock, CONFIG, Log, metrics } from '@paperboy/platform';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import type { MailerConfig } from '../mailer.config.js';
import { type Told, WebhookClient } from './webhook.client.js';
import { failedTooLong, isOldNews, nextAttempt, type Webhook, type WebhookDelivery } from './webhook.js';
import { WebhookStore } from './webhook.store.js';
import { WebhookDeliveryStore } from './webhook-delivery.store.js';
import { mayBePrivate } from './webhook-desk.service.js';
import { bodyFor, type News, newsOfEdition, newsOfPaper, newsOfSearch } from './webhook-message.js';

const told = metrics.counter({
  name: 'paperboy_mailer_webhooks_total',
  help: 'Attempts to tell webhooks, by how they ended.',
  labelNames: ['outcome'],
});

/** How long a worker holds a row: longer than an attempt takes. The row of a dead worker is tried again after that. */
const IN_HAND_MS = 60_000;
const SHOWN_PAPERS = 10;

/** Tells one webhook of one edition, of one paper, or of papers that its search found. Repeats it with growing pauses until it is accepted or too old. */
@Injectable()
export class DeliverWebhookWorker {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly webhooks: WebhookStore,
    private readonly deliveries: WebhookDeliveryStore,
    private readonly editions: KnownEditionStore,
    private readonly client: WebhookClient,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @HandleJob(queues.deliverWebhook)
  async handleDeliverWebhook({ data }: ReceivedJob<{ deliveryId: string }>): Promise<void> {
    const now = this.clock.now();
    const row = await this.deliveries.take(data.deliveryId, now, new Date(now.getTime() + IN_HAND_MS));
    if (!row) return;
    if (isOldNews(row, now)) return this.deliveries.end(row._id, 'failed', now);
    const webhook = await this.webhooks.find(row.webhookId);
    // The webhook was removed or disabled meanwhile.
    if (webhook?.state !== 'active') return this.deliveries.end(row._id, 'skipped', now);
    const news = await this.newsOf(row, webhook, now);
    const answer = await this.client.tell(
      webhook.url,
      { id: row._id, at: now, body: bodyFor(webhook.format, news, row.plannedAt), secret: webhook.secret },
      mayBePrivate(webhook.owner, this.config),
    );
    told.inc({ outcome: answer.as });
    if (answer.as === 'taken') await this.wentWell(row, webhook, answer);
    else await this.failed(row, webhook, answer);
  }

  private async newsOf(row: WebhookDelivery, { search, votes }: Webhook, now: Date): Promise<News> {
    const { PUBLICATION_NAME: publication, PUBLIC_URL: site } = this.config;
    const { editionId, paper } = row;
    if (search !== undefined) {
      const joined = await this.deliveries.join(row, now, SHOWN_PAPERS - 1);
      const papers = [row, ...joined].flatMap((one) => one.paper ?? []);
      return newsOfSearch({ search, votes }, papers, publication, site);
    }
    if (paper) return newsOfPaper(paper, publication, site);
    return newsOfEdition(await this.editions.papers(editionId ?? '', SHOWN_PAPERS), publication, site);
  }

  private async wentWell(row: WebhookDelivery, { _id }: Webhook, { answer }: Told): Promise<void> {
    await this.deliveries.end(row._id, 'delivered', this.clock.now());
    await this.webhooks.wentWell(_id, answer);
  }

  private async failed(row: WebhookDelivery, { _id }: Webhook, { as, answer }: Told): Promise<void> {
    const now = this.clock.now();
    this.log.info({ webhook: _id, row: row._id, answer }, 'A webhook could not be delivered.');
    const webhook = await this.webhooks.failed(_id, answer, now);
    if (webhook && (as === 'gone' || failedTooLong(webhook, now)) && (await this.webhooks.disable(_id, now)))
      this.log.warn(
        { webhook: _id, answer },
        'A webhook is disabled: its receiver is gone, or failed for days.',
      );
    const again = as === 'gone' ? undefined : nextAttempt(row, now);
    if (again === undefined) await this.deliveries.end(row._id, 'failed', now);
    else await this.deliveries.postpone(row._id, again);
  }
}
