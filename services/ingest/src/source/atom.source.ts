import { categorySchema, cleanLine, type PaperRecord } from '@paperboy/contracts';
import { affiliationsOf } from '../record/affiliations.js';
import { authorNamed } from '../record/names.js';
import { toRecord } from '../record/record.js';
import { Refused } from '../record/refusal.js';
import { Entries, named } from './entries.js';
import { readXml, statusFailure } from './read-answer.js';
import { type Ask, type Cursor, type Page, type Source, SourceFailure } from './source.js';
import { childOf, type Element, textIn } from './xml.js';

/** A query of arXiv's Atom API: papers by id, or a search. */
export interface AtomOptions {
  readonly baseUrl: string;
  readonly ids?: readonly string[];
  /** In arXiv's query language, such as `cat:cs.CL AND ti:lantern`. */
  readonly query?: string;
  /** The most papers of a search. */
  readonly limit?: number;
  readonly importId?: string;
}

const IDS_AT_ONCE = 100;
const ENTRIES_AT_ONCE = 500;
/**
 * How many times a page that is empty before the end of the list is asked for. Then `next` rejects with `page-empty`.
 */
const TRIES = 3;
const ENTRY_ID = /^https?:\/\/arxiv\.org\/abs\/(.+)v([1-9]\d{0,4})$/;

/** arXiv's Atom API: single papers, and searches from the newest to the oldest. */
export class AtomSource implements Source {
  constructor(private readonly options: AtomOptions) {}

  async next(cursor: Cursor | undefined, ask: Ask, now: Date): Promise<Page> {
    const start = Number(cursor?.start ?? 0);
    const feed = await this.feed(start, ask);
    const entries = new Entries();
    for (const entry of feed.entries)
      entries.take(textIn(entry, 'id').trim(), entry, feed.lossy, () =>
        recordOf(entry, this.options.importId, now),
      );
    const step = this.options.ids ? IDS_AT_ONCE : feed.entries.length;
    const behind = start + step;
    const all = this.options.ids?.length ?? Math.min(feed.total, this.options.limit ?? feed.total);
    return {
      records: entries.records,
      refused: entries.refused,
      deletions: [],
      next: { start: behind },
      done: behind >= all,
      total: all,
    };
  }

  private async feed(
    start: number,
    ask: Ask,
  ): Promise<{ entries: readonly Element[]; total: number; lossy: boolean }> {
    const url = this.urlOf(start);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await ask({ url });
      const { root, lossy } = await readXml(answer, 'feed');
      const entries = named(root, 'entry');
      refuseErrors(entries);
      if (answer.status >= 400) throw statusFailure(answer.status);
      const total = Number(textIn(root, 'totalResults').trim() || 0);
      const believed = entries.length > 0 || total <= (this.options.ids ? 0 : start);
      if (believed) return { entries, total, lossy };
      if (attempt === TRIES)
        throw new SourceFailure(
          'page-empty',
          `The page at ${start} of ${total} is empty, asked ${TRIES} times.`,
        );
    }
  }

  private urlOf(start: number): string {
    const { baseUrl, ids, query = '', limit = Number.POSITIVE_INFINITY } = this.options;
    const asked: Record<string, string> = ids
      ? { id_list: ids.slice(start, start + IDS_AT_ONCE).join(','), max_results: String(IDS_AT_ONCE) }
      : {
          search_query: query,
          start: String(start),
          max_results: String(Math.min(ENTRIES_AT_ONCE, limit - start)),
          sortBy: 'submittedDate',
          sortOrder: 'descending',
        };
    return `${baseUrl}?${new URLSearchParams(asked)}`;
  }
}

/** arXiv answers an error as a feed with one entry about it. An error among papers is refused like any other entry. */
function refuseErrors(entries: readonly Element[]): void {
  const [error] = entries;
  if (!error || !entries.every(isError)) return;
  throw new SourceFailure(
    'source-refused',
    `It refuses: ${cleanLine(textIn(error, 'summary')).slice(0, 200)}`,
  );
}

function isError(entry: Element): boolean {
  const id = textIn(entry, 'id').trim();
  if (ENTRY_ID.test(id)) return false;
  return id.includes('/api/errors') || textIn(entry, 'title').trim() === 'Error';
}

function recordOf(entry: Element, importId: string | undefined, now: Date): PaperRecord {
  const [, paperId = '', version] = ENTRY_ID.exec(textIn(entry, 'id').trim()) ?? [];
  const text = (name: string) => cleanLine(textIn(entry, name));
  const primary = childOf(entry, 'primary_category')?.attributes.term;
  const others = named(entry, 'category').map(({ attributes }) => attributes.term);
  return toRecord({
    paperId,
    source: 'arxiv-atom',
    importId,
    observedAt: now.toISOString(),
    version: Number(version),
    publishedAt: instantIn(entry, 'published'),
    updatedAt: instantIn(entry, 'updated'),
    title: text('title'),
    abstract: text('summary'),
    authors: named(entry, 'author').flatMap(authorOf),
    // The list also has classes of the ACM and the MSC, which are no categories of arXiv.
    categories: [primary, ...others].flatMap((term) => categorySchema.safeParse(term).data ?? []),
    comment: text('comment') || undefined,
    journalRef: text('journal_ref') || undefined,
    doi: text('doi') || undefined,
  });
}

function instantIn(entry: Element, name: string): string {
  const at = Date.parse(textIn(entry, name).trim());
  if (Number.isNaN(at)) throw new Refused('versions-invalid');
  return new Date(at).toISOString();
}

function authorOf(author: Element): PaperRecord['authors'] {
  const affiliations = named(author, 'affiliation').map(({ text }) => text);
  return authorNamed(textIn(author, 'name')).map((one) => ({ ...one, ...affiliationsOf(affiliations) }));
}
