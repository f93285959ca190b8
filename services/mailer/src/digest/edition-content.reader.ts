import { DEFAULT_CHOICES, type DigestChoices, type EditionPage } from '@paperboy/contracts';
import { retriability, unavailable } from '@paperboy/platform';
import type { KnownEditionStore } from '../edition/known-edition.store.js';
import { wishesOf } from '../subscription/wish.js';
import { type Digest, type DigestPaper, digestOf } from './digest.js';
import { EditionPapers } from './edition-papers.reader.js';
import { matchesOf, type PapersBySearch, reasonsOf } from './matching.js';
import type { NewPapers } from './new-papers.client.js';

/** The Problem code of a digest that needs the catalog while the catalog is not reachable. */
export const NEW_PAPERS_AWAY = 'new-papers-away';
const COME_BACK_SECONDS = 10;

/** A digest and the papers that it was made of. */
export interface DigestContent {
  edition: EditionPage['edition'];
  papers: EditionPage['items'];
  matches: readonly DigestPaper[];
  /** Undefined when no mail is to be sent. */
  digest: Digest | undefined;
}

/** The content of one edition's digests, for any choices. */
export class EditionContent {
  private readonly papers: EditionPapers;

  constructor(
    editions: Pick<KnownEditionStore, 'papers'>,
    private readonly newPapers: Pick<NewPapers, 'found'>,
    editionId: string,
    private readonly publication: { name: string; url: string },
  ) {
    this.papers = new EditionPapers(editions, editionId);
  }

  /** Runs the searches of many readers together, so that `read` finds the answers in the cache. Throws as `read`. */
  async prepare(choices: readonly DigestChoices[]): Promise<void> {
    const searches = new Set(choices.flatMap((each) => wishesOf(each).map(({ search }) => search)));
    if (searches.size > 0) await this.found([...searches]);
  }

  /**
   * Reads the content for some choices. Throws what asking ranking throws. Throws a 503 Problem `new-papers-away` when
   * there are keywords or authors and the catalog can't be asked.
   */
  async read(choices: DigestChoices): Promise<DigestContent> {
    const { edition, items } = await this.papers.chosen(choices);
    const wishes = wishesOf(choices);
    const found: PapersBySearch<DigestPaper> =
      wishes.length === 0 ? new Map() : await this.found(wishes.map(({ search }) => search));
    const matches = matchesOf(wishes, found, new Set(items.map(({ paper }) => paper.id)));
    const reasons = reasonsOf(wishes, found);
    const digest = digestOf(edition, items, this.publication, choices, { papers: matches, reasons });
    return { edition, papers: items, matches, digest };
  }

  private async found(searches: readonly string[]): Promise<PapersBySearch<DigestPaper>> {
    const { edition } = await this.papers.chosen({ ...DEFAULT_CHOICES, papers: 0 });
    try {
      return await this.newPapers.found(edition, searches);
    } catch (error) {
      if (retriability(error) !== 'retriable') throw error;
      throw unavailable(
        NEW_PAPERS_AWAY,
        'The new papers cannot be searched for now.',
        COME_BACK_SECONDS,
        error,
      );
    }
  }
}
