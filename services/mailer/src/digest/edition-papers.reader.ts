import { type DigestChoices, type EditionPage } from '@paperboy/contracts';
import type { KnownEditionStore } from '../edition/known-edition.store.js';
import { reasonsToShow } from './chosen.js';

const PAGE = 100;
/** The number of papers of an edition, those with the most upvotes, that choices select from. */
const MOST_PAPERS = 2_000;

/**
 * The papers of one edition. A page is read once, and only if the pages before it do not have enough fitting papers.
 */
export class EditionPapers {
  private readonly pages: Promise<EditionPage>[] = [];

  constructor(
    private readonly editions: Pick<KnownEditionStore, 'papers'>,
    private readonly editionId: string,
  ) {}

  /** The first papers that fit choices, at most `choices.papers` of them. Throws what asking ranking throws. */
  async chosen(choices: DigestChoices): Promise<EditionPage> {
    const { edition } = await this.page(0);
    const items: EditionPage['items'] = [];
    for (let p = 0; p * PAGE < Math.min(edition.papers, MOST_PAPERS); p += 1) {
      const page = await this.page(p);
      items.push(...page.items.filter((item) => reasonsToShow(item, choices) !== undefined));
      if (items.length >= choices.papers) break;
    }
    return { edition, items: items.slice(0, choices.papers) };
  }

  /** The papers with these ids that the edition has, in its order. Throws what asking ranking throws. */
  async named(ids: ReadonlySet<string>): Promise<EditionPage> {
    const { edition } = await this.page(0);
    const items: EditionPage['items'] = [];
    for (let p = 0; p * PAGE < Math.min(edition.papers, MOST_PAPERS) && items.length < ids.size; p += 1)
      items.push(...(await this.page(p)).items.filter(({ paper }) => ids.has(paper.id)));
    return { edition, items };
  }

  private page(p: number): Promise<EditionPage> {
    const known = this.pages[p];
    if (known) return known;
    const asked = this.editions.papers(this.editionId, PAGE, p);
    this.pages[p] = asked;
    // A page that failed is requested again the next time.
    asked.catch(() => delete this.pages[p]);
    return asked;
  }
}
