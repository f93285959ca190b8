import { Inject, Injectable } from '@nestjs/common';
import { type AnsweredBy, papers, search } from '@paperboy/contracts';
import { Calendar, CONFIG, ServiceClients } from '@paperboy/platform';
import { addDays } from '../due/local-date.js';
import type { MailerConfig } from '../mailer.config.js';
import { claimedDelivery, paperDeliveryId, skippedDelivery, type Webhook } from './webhook.js';
import { WebhookStore } from './webhook.store.js';
import { WebhookDeliveryStore } from './webhook-delivery.store.js';

/** A search is asked again after this time. It is a little less than the pause between two plans. */
const AGAIN_MS = 25_000;
/** Webhooks that one plan searches for. The others wait for the next plan, the longest waiting first. */
const SEARCHED_AT_ONCE = 500;
/** Searches in one request to the catalog. */
const ASKED_AT_ONCE = 50;
/** The most papers of a search at a time, and the most titles in one request. */
const MOST_FOUND = 500;
const TITLES_AT_ONCE = 100;
/** Papers that arrived longer ago are not told, even if they get the upvotes then. */
const NEW_DAYS = 30;

type Matches = NonNullable<AnsweredBy<typeof search.newMatches>['found'][number]>;

/** Plans what the webhooks of searches are told: each new paper that a search finds, once. */
@Injectable()
export class SearchNews {
  private readonly calendar: Calendar;

  constructor(
    @Inject(CONFIG) config: MailerConfig,
    private readonly webhooks: WebhookStore,
    private readonly deliveries: WebhookDeliveryStore,
    private readonly clients: ServiceClients,
  ) {
    this.calendar = new Calendar({
      timeZone: config.PUBLICATION_TIME_ZONE,
      rollOver: config.PUBLICATION_ROLL_OVER,
    });
  }

  /** Plans for the webhooks whose search is due. Throws what asking the catalog throws. */
  async plan(now: Date): Promise<void> {
    const today = this.calendar.dayAt(now.getTime());
    const groups = new Map<string, Webhook[]>();
    const again = new Date(now.getTime() + AGAIN_MS);
    for (const webhook of await this.webhooks.toSearch(now, SEARCHED_AT_ONCE)) {
      if (!(await this.webhooks.takeSearch(webhook, again))) continue;
      const from = this.firstDayOf(webhook, today);
      groups.set(from, [...(groups.get(from) ?? []), webhook]);
    }
    for (const [from, webhooks] of groups)
      for (let at = 0; at < webhooks.length; at += ASKED_AT_ONCE)
        await this.ask(webhooks.slice(at, at + ASKED_AT_ONCE), { from, to: today }, now);
  }

  /**
   * The first day of arrivals that is searched. Without votes it is the day before the last search, since the index may
   * lag behind a little. A paper may get its votes long after it arrived.
   */
  private firstDayOf({ votes, searchedAt }: Webhook, today: string): string {
    const earliest = addDays(today, -NEW_DAYS);
    if (votes > 0) return earliest;
    const last = searchedAt === undefined ? today : this.calendar.dayAt(searchedAt.getTime());
    const from = addDays(last, -1);
    return from < earliest ? earliest : from;
  }

  private async ask(
    webhooks: readonly Webhook[],
    span: { from: string; to: string },
    now: Date,
  ): Promise<void> {
    const wishes = webhooks.map((one) => ({ search: one.search ?? '', upvotes: one.votes }));
    const body = { ...span, wishes, limit: MOST_FOUND };
    const { found } = await this.clients.ask(search.newMatches, { body });
    for (const [nth, webhook] of webhooks.entries()) {
      const matches = found[nth];
      // The catalog had no time for this search. It is asked with the next plan, from the same day on.
      if (!matches) continue;
      await this.keep(webhook, matches, now);
      await this.webhooks.searched(webhook._id, now);
    }
  }

  /** Writes down the papers that a webhook was not told yet. Those of the first search count as told. */
  private async keep({ _id, searchedAt }: Webhook, matches: Matches, now: Date): Promise<void> {
    const unplanned = await this.deliveries.unplanned(matches.map(({ id }) => paperDeliveryId(_id, id)));
    const fresh = matches.filter(({ id }) => unplanned.has(paperDeliveryId(_id, id)));
    if (searchedAt === undefined) {
      // Read after the answer of the catalog: when another plan was the first meanwhile, these papers may be new.
      if ((await this.webhooks.find(_id))?.searchedAt !== undefined) return;
      return this.deliveries.plan(fresh.map(({ id }) => skippedDelivery(_id, id, now)));
    }
    for (let at = 0; at < fresh.length; at += TITLES_AT_ONCE) {
      const some = fresh.slice(at, at + TITLES_AT_ONCE);
      const { titles } = await this.clients.ask(papers.titles, { body: { ids: some.map(({ id }) => id) } });
      const titleOf = new Map(titles.map(({ id, title }) => [id, title]));
      await this.deliveries.plan(
        some.flatMap(({ id, upvotes }) => {
          const title = titleOf.get(id);
          return title === undefined ? [] : [claimedDelivery(_id, { paper: { id, title, upvotes } }, now)];
        }),
      );
    }
  }
}
