import { Inject, Injectable } from '@nestjs/common';
import { DEFAULT_CHOICES, lists, papers } from '@paperboy/contracts';
import { CONFIG, Problem, ServiceClients } from '@paperboy/platform';
import { KnownEditionStore } from '../edition/known-edition.store.js';
import type { MailerConfig } from '../mailer.config.js';
import { type Digest, type DigestPaper, digestOf } from './digest.js';
import type { DigestRecord } from './digest-record.js';
import { EditionPapers } from './edition-papers.reader.js';

/** Makes digests again from what was recorded of them, so that a page can show them. */
@Injectable()
export class SentDigests {
  constructor(
    @Inject(CONFIG) private readonly config: MailerConfig,
    private readonly editions: KnownEditionStore,
    private readonly clients: ServiceClients,
  ) {}

  /**
   * The digest with the papers and reasons of a record. The papers of the edition have their numbers of then, those
   * that keywords and authors found have their numbers of now. Throws what asking ranking and the catalog throws.
   */
  async ofRecord(editionId: string, { papers: recorded, reasons }: DigestRecord): Promise<Digest> {
    const idsOf = (match: boolean) =>
      new Set(recorded.filter((paper) => (paper.match ?? false) === match).map(({ id }) => id));
    const [{ edition, items }, matches] = await Promise.all([
      new EditionPapers(this.editions, editionId).named(idsOf(false)),
      this.found([...idsOf(true)]),
    ]);
    const why = new Map(
      recorded.map(({ id, why }) => [id, why.flatMap((place) => reasons[place] ?? [])] as const),
    );
    const { PUBLICATION_NAME: name, PUBLIC_URL: url } = this.config;
    const choices = { ...DEFAULT_CHOICES, papers: items.length, evenWhenEmpty: true };
    const digest = digestOf(edition, items, { name, url }, choices, { papers: matches, reasons: why });
    if (!digest) throw new Error('With `evenWhenEmpty` there is a digest.');
    return digest;
  }

  /** Papers by their ids, in this order. A paper that the catalog does not know any more is left out. */
  private async found(ids: readonly string[]): Promise<DigestPaper[]> {
    if (ids.length === 0) return [];
    const [known, { standings }] = await Promise.all([
      Promise.all(ids.map((id) => this.paper(id))),
      this.clients.ask(lists.standings, { query: { ids: ids.join(',') } }),
    ]);
    const numbers = new Map(
      standings.map(({ paperId, upvotes, comments }) => [paperId, { upvotes, comments }]),
    );
    return known.flatMap((paper) =>
      paper ? [{ paper, ...(numbers.get(paper.id) ?? { upvotes: 0, comments: 0 }) }] : [],
    );
  }

  private async paper(id: string): Promise<DigestPaper['paper'] | undefined> {
    try {
      const { title, summary, authors, categories } = await this.clients.ask(papers.inCatalog, {
        params: { id },
      });
      return { id, title, summary, authors, categories };
    } catch (error) {
      if (error instanceof Problem && error.code === 'unknown-paper') return undefined;
      throw error;
    }
  }
}
