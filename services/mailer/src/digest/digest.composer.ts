import { Inject, Injectable } from '@nestjs/common';
import { DEFAULT_CHOICES, type DigestChoices } from '@paperboy/contracts';
import { Clock, CONFIG } from '@paperboy/platform';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import { type Letter, type Sender, SharedLetter, TOKEN_PLACE } from '../letter/letter.composer.js';
import { LinkTokens } from '../letter/link-tokens.js';
import { OwnAddresses } from '../letter/own-addresses.js';
import type { MailerConfig } from '../mailer.config.js';
import { senderDomain } from '../message/single-letter.js';
import { choicesKey } from './chosen.js';
import { type Digest, type DigestEdition, digestOf } from './digest.js';
import { DigestStore } from './digest.store.js';
import { digestHtml } from './digest.template.js';
import { digestText } from './digest-text.template.js';
import { EditionPapers } from './edition-papers.reader.js';

/** Whose copy of a digest it is. */
export interface DigestReader {
  /** Names the delivery; the message's id is made of it, so that it is the same at each attempt. */
  deliveryId: string;
  subscriptionId: string;
  address: string;
}

/** Writes the digest of one edition and the same choices to whoever subscribed. */
export type WriteDigest = (reader: DigestReader) => Letter;

/** The digests of one edition; undefined for choices that leave nothing to be sent. */
export type DigestsOfEdition = (choices?: DigestChoices) => Promise<WriteDigest | undefined>;

/** So many composed digests of an edition are kept while a batch is sent, those used last. */
const MOST_KEPT = 100;

/** Composes the digests: once for readers with the same choices, with each reader's own links put in afterwards. */
@Injectable()
export class DigestComposer {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly editions: KnownEditionStore,
    private readonly digests: DigestStore,
    private readonly tokens: LinkTokens,
    private readonly addresses: OwnAddresses,
    private readonly clock: Clock,
  ) {}

  /** The digests of an edition. The function that it returns keeps what it composed and read; it goes with the job. */
  ofEdition(editionId: string): DigestsOfEdition {
    const papers = new EditionPapers(this.editions, editionId);
    const kept = new Map<string, Promise<WriteDigest | undefined>>();
    return (choices = DEFAULT_CHOICES) => {
      const key = choicesKey(choices);
      const composing = kept.get(key) ?? this.compose(editionId, papers, choices);
      // Set anew, so that the map is in the order of use.
      kept.delete(key);
      kept.set(key, composing);
      composing.catch(() => kept.delete(key));
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return composing;
    };
  }

  private async compose(
    editionId: string,
    papers: EditionPapers,
    choices: DigestChoices,
  ): Promise<WriteDigest | undefined> {
    const { PUBLICATION_NAME: name, PUBLIC_URL: url } = this.config;
    const { edition, items } = await papers.chosen(choices);
    const digest = digestOf(edition, items, { name, url }, choices);
    if (!digest) return undefined;
    if (choicesKey(choices) === choicesKey(DEFAULT_CHOICES))
      await this.digests.noteSubject(editionId, digest.subject);
    return this.writer(edition, digest, choices);
  }

  private async writer(edition: DigestEdition, digest: Digest, choices: DigestChoices): Promise<WriteDigest> {
    const { PUBLIC_URL: url } = this.config;
    const link = `${url}/u/${TOKEN_PLACE}`;
    const domain = senderDomain(this.config);
    const shared = await SharedLetter.compose(this.sender, {
      subject: digest.subject,
      ...(choices.format === 'html' ? { html: digestHtml(digest, link) } : {}),
      text: digestText(digest, link),
      headers: {
        'List-Id': listId(edition, domain),
        'Auto-Submitted': 'auto-generated',
        'Feedback-ID': feedbackId(edition, domain),
      },
    });
    return ({ deliveryId, subscriptionId, address }) => {
      const token = this.tokens.issue('unsubscribe', subscriptionId);
      return shared.addressed({
        returnPath: this.addresses.ofDigest(subscriptionId, edition.id),
        to: address,
        messageId: `<${deliveryId}@${domain}>`,
        date: this.clock.now(),
        token,
        headers: {
          ...this.waysOut(`${url}/u/${token}`, subscriptionId),
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      });
    };
  }

  /** With a listener, answers come to it: one that says `unsubscribe` ends the subscription, the others are passed on. */
  private waysOut(page: string, subscriptionId: string): Record<string, string> {
    if (!this.listens) return { 'List-Unsubscribe': `<${page}>` };
    const answers = this.addresses.ofAnswers(subscriptionId);
    return {
      'Reply-To': answers,
      'List-Unsubscribe': `<${page}>, <mailto:${answers}?subject=unsubscribe>`,
    };
  }

  private get listens(): boolean {
    return this.config.BOUNCE_PORT !== undefined;
  }

  /** What stands in each digest; where answers go is each reader's own when somebody listens. */
  private get sender(): Sender {
    return this.listens ? { ...this.config, MAIL_REPLY_TO: undefined } : this.config;
  }
}

/** By which Gmail counts complaints: the edition, its cadence, the kind of mail, and the sender (at most 15 signs). */
function feedbackId({ id, cadence }: DigestEdition, domain: string): string {
  return `${id}:${cadence}:digest:${domain.replace(/[^a-z0-9]/gi, '').slice(0, 15)}`;
}

/** RFC 2919: names the list by which readers sort and filter. */
function listId(edition: DigestEdition, domain: string): string {
  return `<${edition.cadence}.digest.${domain}>`;
}
