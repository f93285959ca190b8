import { Inject, Injectable } from '@nestjs/common';
import { type EditionState, queues } from '@paperboy/contracts';
import { HandleJob, type ReceivedJob } from '@paperboy/messaging';
import { Clock, CONFIG, Log } from '@paperboy/platform';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import type { MailerConfig } from '../mailer.config.js';
import type { Subscription } from '../subscription/subscription.js';
import { type PageEnd, SubscriptionStore } from '../subscription/subscription.store.js';
import { DeliverEdition } from './deliver-edition.service.js';
import { decide, EDITION_OPEN, type EditionNews } from './planning.js';

const PAGE = 500;

/**
 * Adds rows for the digests that are to be sent. Planning twice is harmless: the ledger has one row for each digest.
 */
@Injectable()
export class PlanDigestsWorker {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly subscriptions: SubscriptionStore,
    private readonly deliveries: DeliveryStore,
    private readonly editions: KnownEditionStore,
    private readonly delivering: DeliverEdition,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @HandleJob(queues.planDigests)
  async handlePlanDigests({ data }: ReceivedJob<{ editionId?: string | undefined }>): Promise<void> {
    if (data.editionId) await this.delivering.deliver(data.editionId, { late: false, dryRun: false });
    else await this.planDue();
  }

  /** Plans the digests whose hour has come. Those whose edition is still open wait for the next call. */
  async planDue(): Promise<void> {
    const now = this.clock.now();
    const publication = {
      timeZone: this.config.PUBLICATION_TIME_ZONE,
      rollOver: this.config.PUBLICATION_ROLL_OVER,
    };
    const news = new Map<string, EditionNews>();
    let planned = 0;
    let after: PageEnd | undefined;
    for (;;) {
      const page = await this.subscriptions.due(now, after, PAGE);
      await this.learn(page, news);
      const decisions = page.flatMap((subscription) => decide(subscription, news, publication, now));
      // Rows first: after a kill in between, the subscription is still due, and planning it again finds the rows.
      const result = await this.deliveries.plan(
        decisions.map(({ plan }) => plan),
        now,
      );
      await this.subscriptions.move(decisions.map(({ move }) => move));
      planned += result.planned;
      const last = page.at(-1);
      if (!last?.nextDueAt || page.length < PAGE) break;
      after = { nextDueAt: last.nextDueAt, id: last._id };
    }
    if (planned > 0) this.log.info({ planned }, 'Digests were planned.');
  }

  /** Finds out, once for each edition, whether it is open, empty or has papers. */
  private async learn(page: readonly Subscription[], news: Map<string, EditionNews>): Promise<void> {
    for (const id of new Set(page.flatMap(({ next }) => (next ? [next.editionId] : [])))) {
      if (news.has(id)) continue;
      const edition = await this.editions.closed(id);
      news.set(id, edition === undefined ? EDITION_OPEN : isEmpty(edition) ? 'empty' : 'with-papers');
    }
  }
}

function isEmpty(edition: EditionState): boolean {
  return edition.papers === 0;
}
