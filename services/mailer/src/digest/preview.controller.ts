import { Controller, Inject } from '@nestjs/common';
import { type AskedOf, DEFAULT_CHOICES, type DigestPreview, subscriptions } from '@paperboy/contracts';
import { Asked, CONFIG, Serves } from '@paperboy/platform';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import type { MailerConfig } from '../mailer.config.js';
import { ManageSubscription } from '../subscription/manage-subscription.service.js';
import { reasonsToShow } from './chosen.js';
import { digestOf } from './digest.js';
import { EditionPapers } from './edition-papers.reader.js';

/** Shows what a digest is like with the settings of a subscription. */
@Controller()
export class PreviewController {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly manage: ManageSubscription,
    private readonly editions: KnownEditionStore,
  ) {}

  @Serves(subscriptions.preview)
  async preview(@Asked() { params }: AskedOf<typeof subscriptions.preview>): Promise<DigestPreview> {
    const { cadence, choices = DEFAULT_CHOICES } = await this.manage.find(params.token);
    const id = await this.editions.newest(cadence);
    if (id === undefined) return { edition: null, subject: null, papers: [] };
    const { edition, items } = await new EditionPapers(this.editions, id).chosen(choices);
    const { PUBLICATION_NAME: name, PUBLIC_URL: url } = this.config;
    return {
      edition: id,
      subject: digestOf(edition, items, { name, url }, choices)?.subject ?? null,
      papers: items.map((item) => ({
        id: item.paper.id,
        title: item.paper.title,
        upvotes: item.upvotes,
        why: reasonsToShow(item, choices) ?? [],
      })),
    };
  }
}
