import { Injectable } from '@nestjs/common';
import { signIn, type VoteLink, votes } from '@paperboy/contracts';
import { notFound, Problem, ServiceClients } from '@paperboy/platform';
import { LinkedDigests } from '../digest/linked-digest.reader.js';
import { SubscriberStore } from '../subscriber/subscriber.store.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';

/**
 * Votes by the links of digests. The vote is that of the account with the reader's address. So a mail that is forwarded
 * or clicked twice casts one vote at most. The mailer tells the address to the catalog only, and never a page.
 */
@Injectable()
export class VoteDesk {
  constructor(
    private readonly links: LinkedDigests,
    private readonly subscriptions: SubscriptionStore,
    private readonly subscribers: SubscriberStore,
    private readonly clients: ServiceClients,
  ) {}

  /** Until when a link can cast its vote. Throws as `LinkedDigests.findPaper`. */
  async until({ token, edition, paperId }: VoteLink): Promise<Date> {
    return (await this.links.findPaper(token, edition, paperId)).until;
  }

  /** Casts the vote, if the reader has an account. Throws as `until`, and what the catalog says of the vote. */
  async cast(link: VoteLink): Promise<'cast' | 'account-needed'> {
    const address = await this.addressOf(link);
    try {
      await this.clients.ask(votes.castByAddress, { body: { address, paperId: link.paperId } });
      return 'cast';
    } catch (error) {
      if (error instanceof Problem && error.code === 'unknown-person') return 'account-needed';
      throw error;
    }
  }

  /**
   * Asks the catalog for a sign-in mail to the reader. Returns the secret that has to be sent with its code. Throws as
   * `until`.
   */
  async askToSignIn(link: VoteLink): Promise<string> {
    const email = await this.addressOf(link);
    return (await this.clients.ask(signIn.request, { body: { email } })).request;
  }

  private async addressOf({ token, edition, paperId }: VoteLink): Promise<string> {
    const { subscriptionId } = await this.links.findPaper(token, edition, paperId);
    const subscription = await this.subscriptions.find(subscriptionId);
    const subscriber = subscription && (await this.subscribers.find(subscription.subscriberId));
    if (!subscriber)
      throw notFound('unknown-link', 'The subscription of this link was deleted, and its links with it.');
    return subscriber.address;
  }
}
