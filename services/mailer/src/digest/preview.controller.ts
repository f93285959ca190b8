import { Controller } from '@nestjs/common';
import { type AskedOf, type DigestPreview, managedSubscriptions } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import { ManageSubscription } from '../subscription/manage-subscription.service.js';
import { DigestComposer, withDefaults } from './digest.composer.js';
import type { DigestItem } from './digest.js';
import type { DigestContent } from './edition-content.reader.js';

/** Previews a digest of the newest closed edition with the settings of a subscription. */
@Controller()
export class PreviewController {
  constructor(
    private readonly manage: ManageSubscription,
    private readonly editions: KnownEditionStore,
    private readonly composer: DigestComposer,
  ) {}

  @Serves(managedSubscriptions.preview)
  async preview(@Asked() { params }: AskedOf<typeof managedSubscriptions.preview>): Promise<DigestPreview> {
    const { cadence, choices } = await this.manage.find(params.token);
    const id = await this.editions.newest(cadence);
    if (id === undefined) return { edition: null, subject: null, papers: [], matches: [] };
    return previewOf(await this.composer.content(id).read(withDefaults(choices)));
  }
}

function previewOf({ edition, digest }: DigestContent): DigestPreview {
  const told = ({ id, title, upvotes, why }: DigestItem) => ({ id, title, upvotes, why });
  return {
    edition: edition.id,
    subject: digest?.subject ?? null,
    papers: digest?.items.map(told) ?? [],
    matches: digest?.matches.map(told) ?? [],
  };
}
