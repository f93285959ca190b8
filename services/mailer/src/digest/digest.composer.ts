import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DEFAULT_CHOICES, type DigestChoices } from '@paperboy/contracts';
import { Clock, CONFIG } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import {
  DIGEST_PLACE,
  type Letter,
  SETTINGS_PLACE,
  type Sender,
  SharedLetter,
  TOKEN_PLACE,
} from '../letter/letter.composer.js';
import { digestLinkEnd, digestPurpose, LinkTokens, settingsLinkEnd } from '../letter/link-tokens.js';
import { OwnAddresses } from '../letter/own-addresses.js';
import type { MailerConfig } from '../mailer.config.js';
import { senderDomain } from '../message/single-letter.js';
import { choicesKey } from './chosen.js';
import { type Digest, type DigestEdition, digestLinks } from './digest.js';
import { DigestStore } from './digest.store.js';
import { digestHtml } from './digest.template.js';
import { recordOf } from './digest-record.js';
import { DigestRecordStore } from './digest-record.store.js';
import { digestText } from './digest-text.template.js';
import { EditionContent } from './edition-content.reader.js';
import { NewPapers } from './new-papers.client.js';

/** The reader of one copy of a digest. */
export interface DigestReader {
  /** The Message-ID is made of it, so that it is the same at each attempt. */
  deliveryId: string;
  subscriptionId: string;
  address: string;
}

/** The digest of one edition for all readers with the same choices. */
export interface ComposedDigest {
  /** The id of the record of its content. */
  recordId: string;
  /** Makes the copy of one reader. */
  write(reader: DigestReader): Letter;
}

/** The digests of one edition. */
export interface DigestsOfEdition {
  /** Searches for the keywords and authors of many readers together. */
  prepare(choices: readonly (Partial<DigestChoices> | undefined)[]): Promise<void>;
  /** Undefined when no mail is to be sent for these choices. Throws as `EditionContent.read`. */
  of(choices?: Partial<DigestChoices>): Promise<ComposedDigest | undefined>;
}

/** Composed digests that are kept while a batch is sent, the most recently used ones. */
const MOST_KEPT = 100;
/** Written mails that are kept for further batches, the most recently used ones: a few megabytes. */
const MOST_WRITTEN = 50;

/** Composes a digest once for all readers with the same choices. Each reader's own links are filled in afterwards. */
@Injectable()
export class DigestComposer {
  /** By content: further batches with the same content do not render and encode it again. */
  private readonly written = new LRUCache<string, Promise<ComposedDigest['write']>>({ max: MOST_WRITTEN });

  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly editions: KnownEditionStore,
    private readonly newPapers: NewPapers,
    private readonly digests: DigestStore,
    private readonly records: DigestRecordStore,
    private readonly tokens: LinkTokens,
    private readonly addresses: OwnAddresses,
    private readonly clock: Clock,
  ) {}

  /** The digests of an edition. The returned object caches digests and papers, so a job drops it at its end. */
  ofEdition(editionId: string): DigestsOfEdition {
    const content = this.content(editionId);
    const kept = new LRUCache<string, Promise<ComposedDigest | undefined>>({ max: MOST_KEPT });
    return {
      prepare: (choices) => content.prepare(choices.map(withDefaults)),
      of: (chosen) => {
        const choices = withDefaults(chosen);
        const key = choicesKey(choices);
        const known = kept.get(key);
        if (known) return known;
        const composing = this.compose(content, choices);
        kept.set(key, composing);
        composing.catch(() => kept.delete(key));
        return composing;
      },
    };
  }

  /** Reads the content of an edition's digests. */
  content(editionId: string): EditionContent {
    const { PUBLICATION_NAME: name, PUBLIC_URL: url } = this.config;
    return new EditionContent(this.editions, this.newPapers, editionId, { name, url });
  }

  private async compose(
    content: EditionContent,
    choices: DigestChoices,
  ): Promise<ComposedDigest | undefined> {
    const { edition, digest } = await content.read(choices);
    if (!digest) return undefined;
    const record = recordOf(edition.id, digest, this.clock.now());
    await this.records.keep(record);
    if (choicesKey(choices) === choicesKey(DEFAULT_CHOICES))
      await this.digests.noteSubject(edition.id, digest.subject);
    return { recordId: record._id, write: await this.writerOf(edition, digest, choices) };
  }

  private writerOf(
    edition: DigestEdition,
    digest: Digest,
    choices: DigestChoices,
  ): Promise<ComposedDigest['write']> {
    const content = JSON.stringify([edition.id, edition.cadence, choices.format, digest]);
    const key = createHash('sha256').update(content).digest('base64');
    const known = this.written.get(key);
    if (known) return known;
    const writing = this.writer(edition, digest, choices);
    this.written.set(key, writing);
    writing.catch(() => this.written.delete(key));
    return writing;
  }

  private async writer(
    edition: DigestEdition,
    digest: Digest,
    choices: DigestChoices,
  ): Promise<ComposedDigest['write']> {
    const { PUBLIC_URL: url } = this.config;
    const links = {
      ...digestLinks(url, DIGEST_PLACE, edition.id),
      unsubscribe: `${url}/u/${TOKEN_PLACE}`,
      settings: `${url}/u/${SETTINGS_PLACE}/settings`,
    };
    const domain = senderDomain(this.config);
    const shared = await SharedLetter.compose(this.sender, {
      subject: digest.subject,
      ...(choices.format === 'html' ? { html: digestHtml(digest, links) } : {}),
      text: digestText(digest, links),
      headers: {
        'List-Id': listId(edition, domain),
        'Auto-Submitted': 'auto-generated',
        'Feedback-ID': feedbackId(edition, domain),
      },
    });
    return ({ deliveryId, subscriptionId, address }) => {
      const token = this.tokens.issue('unsubscribe', subscriptionId);
      const date = this.clock.now();
      const settings = this.tokens.issueUntil('settings', subscriptionId, settingsLinkEnd(date));
      const ofDigest = this.tokens.issueUntil(digestPurpose(edition.id), subscriptionId, digestLinkEnd(date));
      return shared.addressed({
        returnPath: this.addresses.ofDigest(subscriptionId, edition.id),
        to: address,
        messageId: `<${deliveryId}@${domain}>`,
        date,
        tokens: { [TOKEN_PLACE]: token, [SETTINGS_PLACE]: settings, [DIGEST_PLACE]: ofDigest },
        headers: {
          ...this.waysOut(`${url}/u/${token}`, subscriptionId),
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      });
    };
  }

  /**
   * The headers for unsubscribing and answering. With a listener, answers come to it: `unsubscribe` ends the
   * subscription, others are passed on.
   */
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

  /** The sender of all digests. With a listener it has no MAIL_REPLY_TO, since each reader gets an own `Reply-To`. */
  private get sender(): Sender {
    return this.listens ? { ...this.config, MAIL_REPLY_TO: undefined } : this.config;
  }
}

/** Completes choices with the defaults. */
export function withDefaults(choices: Partial<DigestChoices> = {}): DigestChoices {
  return { ...DEFAULT_CHOICES, ...choices };
}

/** Gmail counts complaints by these: edition, cadence, kind of mail, and sender (at most 15 characters). */
function feedbackId({ id, cadence }: DigestEdition, domain: string): string {
  return `${id}:${cadence}:digest:${domain.replace(/[^a-z0-9]/gi, '').slice(0, 15)}`;
}

/** The List-Id (RFC 2919), by which readers sort and filter mails. */
function listId(edition: DigestEdition, domain: string): string {
  return `<${edition.cadence}.digest.${domain}>`;
}
