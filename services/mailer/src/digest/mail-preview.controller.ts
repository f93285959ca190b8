import { Controller, Inject } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, mail } from '@paperboy/contracts';
import { Asked, CONFIG, notFound, Serves } from '@paperboy/platform';
import { deliveryId } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { brandedHtml, brandedText, mailBrand } from '../letter/mail-brand.template.js';
import type { MailerConfig } from '../mailer.config.js';
import { AddressIds } from '../subscriber/address.js';
import type { Subscription } from '../subscription/subscription.js';
import { SubscriptionStore } from '../subscription/subscription.store.js';
import { DigestComposer, withDefaults } from './digest.composer.js';
import { type DigestItem, digestLinks } from './digest.js';
import { digestHtml } from './digest.template.js';
import { digestText } from './digest-text.template.js';
import type { EditionContent } from './edition-content.reader.js';

type Previews = AnsweredBy<typeof mail.preview>;

/** Shows operators the digest that a subscriber would get, without sending it. */
@Controller()
export class MailPreviewController {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly ids: AddressIds,
    private readonly subscriptions: SubscriptionStore,
    private readonly deliveries: DeliveryStore,
    private readonly composer: DigestComposer,
  ) {}

  @Serves(mail.preview)
  async preview(@Asked() { body }: AskedOf<typeof mail.preview>): Promise<Previews> {
    const cadence = body.edition.slice(0, body.edition.indexOf('-'));
    const all = await this.subscriptions.ofSubscriber(this.ids.subscriber(body.address));
    const fitting = all.filter((subscription) => subscription.cadence === cadence);
    if (fitting.length === 0)
      throw notFound('no-subscription', 'This address has no active subscription of that cadence.');
    const content = this.composer.content(body.edition);
    const digests: Previews['digests'] = [];
    for (const subscription of fitting)
      digests.push(await this.digestOf(subscription, body.edition, content));
    return { digests };
  }

  private async digestOf(
    { _id, choices: chosen, hour, timeZone }: Subscription,
    editionId: string,
    content: EditionContent,
  ): Promise<Previews['digests'][number]> {
    const choices = withDefaults(chosen);
    const [{ digest }, delivery] = await Promise.all([
      content.read(choices),
      this.deliveries.find(deliveryId(_id, editionId)),
    ]);
    const facts = { hour, timeZone, delivery: delivery?.state ?? null, reason: delivery?.reason ?? null };
    if (!digest) return { ...facts, subject: null, papers: [], matches: [], text: null, html: null };
    // An operator must not get the reader's own links.
    const links = {
      ...digestLinks(this.config.PUBLIC_URL, '…', editionId),
      unsubscribe: `${this.config.PUBLIC_URL}/u/…`,
      settings: `${this.config.PUBLIC_URL}/u/…/settings`,
    };
    const brand = mailBrand(this.config);
    return {
      ...facts,
      subject: digest.subject,
      papers: digest.items.map(told),
      matches: digest.matches.map(told),
      text: brandedText(digestText(digest, links), brand),
      html: choices.format === 'html' ? brandedHtml(digestHtml(digest, links), brand) : null,
    };
  }
}

function told({ id, title, upvotes, why }: DigestItem) {
  return { id, title, upvotes, why };
}
