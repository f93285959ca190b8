import { Inject, Injectable } from '@nestjs/common';
import { type ListedWebhook, search, type WebhookWish } from '@paperboy/contracts';
import {
  Clock,
  CONFIG,
  conflict,
  invalid,
  isPrivateHost,
  notFound,
  ServiceClients,
} from '@paperboy/platform';
import type { MailerConfig } from '../mailer.config.js';
import { MessageStore } from '../message/message.store.js';
import { disabledNoticeId, MOST_WEBHOOKS, OPERATOR, type Webhook } from './webhook.js';
import { WebhookStore } from './webhook.store.js';

/** Makes, lists, enables and removes webhooks for their owners. */
@Injectable()
export class WebhookDesk {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly webhooks: WebhookStore,
    private readonly messages: MessageStore,
    private readonly clients: ServiceClients,
    private readonly clock: Clock,
  ) {}

  async list(owner: string): Promise<ListedWebhook[]> {
    return (await this.webhooks.of(owner)).map(listed);
  }

  async all(): Promise<(ListedWebhook & { owner: string })[]> {
    return (await this.webhooks.all(10_000)).map((webhook) => ({ ...listed(webhook), owner: webhook.owner }));
  }

  /**
   * Adds a webhook. Throws 400 `private-address` and `unreadable-search`, 409 `too-many-webhooks`, and with a search what
   * asking the catalog throws. A name that leads into a private network
   * is found out only when the webhook is told.
   */
  async make(owner: string, wish: WebhookWish): Promise<ListedWebhook & { secret: string }> {
    if (isPrivateHost(new URL(wish.url).hostname) && !mayBePrivate(owner, this.config))
      throw invalid(
        'private-address',
        'The address belongs to a private network; webhooks go to public addresses only.',
      );
    if (wish.search !== undefined) await this.checkSearch(wish.search);
    const made = await this.webhooks.make(owner, wish, this.clock.now());
    if (!made)
      throw conflict('too-many-webhooks', `There are ${MOST_WEBHOOKS} webhooks already. Remove one of them.`);
    return { ...listed(made), secret: made.secret };
  }

  private async checkSearch(text: string): Promise<void> {
    const { faults } = await this.clients.ask(search.check, { body: { searches: [text] } });
    const [fault] = faults;
    if (fault) throw invalid('unreadable-search', `This cannot be searched for. ${fault.detail}`);
  }

  /** Enables a webhook of an owner, or of anyone if no owner is given. Throws 404 `unknown-webhook`. */
  async enable(id: string, owner?: string): Promise<ListedWebhook> {
    const before = await this.webhooks.find(id);
    const enabled = await this.webhooks.enable(id, owner);
    if (!enabled) throw unknownWebhook();
    await this.endNotice(before, 'enabled');
    return listed(enabled);
  }

  /** Removes a webhook. Owner and errors as with `enable`. */
  async remove(id: string, owner?: string): Promise<void> {
    const before = await this.webhooks.find(id);
    if (!(await this.webhooks.remove(id, owner))) throw unknownWebhook();
    await this.endNotice(before, 'removed');
  }

  /** Ends the mail about a disabled webhook if it still waits, since it would be wrong now. */
  private async endNotice(webhook: Webhook | null, reason: string): Promise<void> {
    if (webhook?.disabledAt)
      await this.messages.ledger.end(disabledNoticeId(webhook), 'skipped', reason, this.clock.now());
  }
}

/** Whether a webhook may lead into a private network: only an operator's, with PRIVATE_WEBHOOKS. */
export function mayBePrivate(
  owner: string,
  { PRIVATE_WEBHOOKS }: Pick<MailerConfig, 'PRIVATE_WEBHOOKS'>,
): boolean {
  return PRIVATE_WEBHOOKS && owner === OPERATOR;
}

function listed(webhook: Webhook): ListedWebhook {
  const { _id: id, url, format, list, votes, createdAt, state, failingSince, lastAnswer } = webhook;
  return {
    id,
    host: new URL(url).host,
    format,
    list,
    search: webhook.search ?? null,
    votes,
    createdAt: createdAt.toISOString(),
    state,
    disabledAt: webhook.disabledAt?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    lastAnswer: lastAnswer ?? null,
  };
}

function unknownWebhook() {
  return notFound('unknown-webhook', 'There is no such webhook; perhaps it was removed.');
}
