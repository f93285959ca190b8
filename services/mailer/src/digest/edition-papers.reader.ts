import { type DigestChoices, type EditionPage } from '@paperboy/contracts';
import type { KnownEditionStore } from '../edition/known-edition.store.js';
import { reasonsToShow } from './chosen.js';

const PAGE = 100;
/** Choices are looked for among so many papers of an edition, those with the most upvotes. */
const MOST_PAPERS = 2_000;

/** The papers of one edition, each page read once and only when choices are not fulfilled by those before. */
export class EditionPapers {
  private readonly pages: Promise<EditionPage>[] = [];

  constructor(
    private readonly editions: Pick<KnownEditionStore, 'papers'>,
    private readonly editionId: string,
  ) {}

  /** The first papers that choices let through, at most as many as they ask for. Throws what asking ranking throws. */
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

  private page(p: number): Promise<EditionPage> {
    const known = this.pages[p];
    if (known) return known;
    const asked = this.editions.papers(this.editionId, PAGE, p);
    this.pages[p] = asked;
    // A page that could not be had is asked for again.
    asked.catch(() => delete this.pages[p]);
    return asked;
  }
}
