import { Injectable } from '@nestjs/common';
import { type EditionState, type ListItem, search } from '@paperboy/contracts';
import { ServiceClients } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import { daysOf } from '../due/local-date.js';
import type { DigestPaper } from './digest.js';
import { MOST_MATCHES, type PapersBySearch } from './matching.js';

/** Searches in one request to the catalog. */
const ASKED_AT_ONCE = 50;
const KEPT_ANSWERS = 2_000;
/** How long an answer is cached, so that the many batches of a run do not repeat a search. */
const KEPT_MS = 10 * 60_000;
/** Abstracts are cached only up to this length, to save memory. A digest shows less than that. */
const SUMMARY_CHARACTERS = 600;

/** The part of an edition that a search needs. */
type Span = Pick<EditionState, 'id' | 'cadence' | 'period' | 'sample'>;

/** Asks the catalog which new papers the readers' keywords and authors find. Readers with the same search share it. */
@Injectable()
export class NewPapers {
  private readonly answers = new LRUCache<string, readonly DigestPaper[]>({
    max: KEPT_ANSWERS,
    ttl: KEPT_MS,
  });

  constructor(private readonly clients: ServiceClients) {}

  /**
   * The papers that searches find among those that arrived in the period of an edition. Throws what asking the catalog
   * throws.
   */
  async found(edition: Span, searches: readonly string[]): Promise<PapersBySearch<DigestPaper>> {
    const found = new Map<string, readonly DigestPaper[]>();
    let open = [...new Set(searches)];
    // The papers of the sample change while its edition keeps its id, so its answers are not read from the cache.
    if (!edition.sample)
      for (const text of open) {
        const known = this.answers.get(keyOf(edition, text));
        if (known) found.set(text, known);
      }
    open = open.filter((text) => !found.has(text));
    while (open.length > 0) {
      const asked = open.slice(0, ASKED_AT_ONCE);
      for (const [text, papers] of await this.ask(edition, asked)) {
        this.answers.set(keyOf(edition, text), papers);
        found.set(text, papers);
      }
      // The catalog leaves out searches that it has no time for, but always answers the first. So the loop ends.
      open = open.filter((text) => !found.has(text));
    }
    return found;
  }

  private async ask(edition: Span, searches: string[]): Promise<[string, DigestPaper[]][]> {
    const body = { ...daysOf(edition), searches, limit: MOST_MATCHES };
    const { found, items } = await this.clients.ask(search.newPapers, { body });
    const papers = new Map(items.map((item) => [item.paper.id, foundPaper(item)]));
    return searches.flatMap((text, nth): [string, DigestPaper[]][] => {
      const ids = found[nth];
      return ids ? [[text, ids.flatMap((id) => papers.get(id) ?? [])]] : [];
    });
  }
}

function keyOf({ id }: Span, text: string): string {
  return `${id}\n${text}`;
}

function foundPaper({ paper, numComments }: ListItem): DigestPaper {
  const { id, title, summary, authors, categories, upvotes } = paper;
  return {
    upvotes,
    comments: numComments,
    paper: {
      id,
      title,
      summary: summary.slice(0, SUMMARY_CHARACTERS),
      authors: authors.map(({ name }) => ({ name })),
      categories,
    },
  };
}
