import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG } from '@paperboy/platform';
import type { Delivery } from '../delivery/delivery.js';
import { DeliveryStore } from '../delivery/delivery.store.js';
import { EditionStore } from '../edition/edition.store.js';
import type { MailerConfig } from '../mailer.config.js';
import { type Letter, LetterMaster, TOKEN_PLACE } from '../smtp/letter.transport.js';
import { Tokens } from '../subscription/tokens.js';
import { type DigestEdition, digestOf } from './digest.js';
import { digestHtml } from './digest.template.js';
import { digestText } from './digest-text.template.js';

/** Writes the digest of one edition to whoever subscribed. */
export type WriteDigest = (delivery: Delivery, address: string) => Letter;

/** Composes the digests: once for an edition, with each reader's own links put in afterwards. */
@Injectable()
export class DigestLetters {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly editions: EditionStore,
    private readonly deliveries: DeliveryStore,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  /** Undefined for an edition without papers. */
  async compose(editionId: string): Promise<WriteDigest | undefined> {
    const { PUBLICATION_NAME: name, PUBLIC_URL: url, MAIL_FROM: from } = this.config;
    const { edition, items } = await this.editions.papers(editionId);
    const digest = digestOf(edition, items, { name, url });
    if (!digest) return undefined;
    await this.deliveries.noteSubject(editionId, digest.subject);
    const link = `${url}/u/${TOKEN_PLACE}`;
    const domain = from.slice(from.lastIndexOf('@') + 1);
    const master = await LetterMaster.compose({
      from: { name, address: from },
      subject: digest.subject,
      html: digestHtml(digest, link),
      text: digestText(digest, link),
      headers: { 'List-Id': listId(edition, domain), 'Auto-Submitted': 'auto-generated' },
    });
    return (delivery, address) => {
      const token = this.tokens.issue('unsubscribe', delivery.subscriptionId);
      return master.addressed({
        returnPath: `bounce+${this.tokens.issueForAddress(delivery.subscriptionId)}.${editionId.toLowerCase()}@${domain}`,
        to: address,
        messageId: `<${delivery._id}@${domain}>`,
        date: this.clock.now(),
        token,
        headers: {
          'List-Unsubscribe': `<${url}/u/${token}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      });
    };
  }
}

/** RFC 2919: names the list by which readers sort and filter. */
function listId(edition: DigestEdition, domain: string): string {
  return `<${edition.cadence}.digest.${domain}>`;
}
