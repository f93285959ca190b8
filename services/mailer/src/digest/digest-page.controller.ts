import { Controller, Inject } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, DEFAULT_CHOICES, digestPages } from '@paperboy/contracts';
import { Asked, CONFIG, notFound, Serves } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import { brandedHtml, mailBrand } from '../letter/mail-brand.template.js';
import type { MailerConfig } from '../mailer.config.js';
import { DigestComposer } from './digest.composer.js';
import { type Digest, digestLinks, type PageLinks } from './digest.js';
import { digestHtml } from './digest.template.js';
import { LinkedDigests } from './linked-digest.reader.js';
import { SentDigests } from './sent-digest.reader.js';

type Page = AnsweredBy<typeof digestPages.edition>;

/** Pages of editions. They are public, so a page that many ask for is composed once a minute. */
const KEPT_PAGES = 50;
const KEPT_MS = 60_000;

/** Shows digests as pages that look like the mail. */
@Controller()
export class DigestPageController {
  private readonly pages = new LRUCache<string, Page>({ max: KEPT_PAGES, ttl: KEPT_MS });

  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly composer: DigestComposer,
    private readonly links: LinkedDigests,
    private readonly sent: SentDigests,
  ) {}

  @Serves(digestPages.edition)
  async edition(@Asked() { params }: AskedOf<typeof digestPages.edition>): Promise<Page> {
    const known = this.pages.get(params.id);
    if (known) return known;
    const { digest } = await this.composer.content(params.id).read(DEFAULT_CHOICES);
    if (!digest) throw notFound('no-such-digest', 'This edition has no papers, so no digest was sent.');
    const page = this.pageOf(digest, {});
    if (!digest.sample) this.pages.set(params.id, page);
    return page;
  }

  @Serves(digestPages.ofReader)
  async ofReader(@Asked() { body }: AskedOf<typeof digestPages.ofReader>): Promise<Page> {
    const { token, edition } = body;
    const { record } = await this.links.find(token, edition);
    const { vote } = digestLinks(this.config.PUBLIC_URL, token, edition);
    return this.pageOf(await this.sent.ofRecord(edition, record), { vote });
  }

  private pageOf(digest: Digest, links: Pick<PageLinks, 'vote'>): Page {
    const html = digestHtml(digest, { ...links, subscribe: `${this.config.PUBLIC_URL}/subscribe` });
    return { html: brandedHtml(html, mailBrand(this.config)) };
  }
}
