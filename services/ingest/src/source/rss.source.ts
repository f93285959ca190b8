import { cleanLine, type PaperRecord } from '@paperboy/contracts';
import { rfc2822Moment } from '../record/dates.js';
import { authorsFromLine } from '../record/names.js';
import { submitUntil } from '../record/newly-announced.js';
import { toRecord } from '../record/record.js';
import { Refused } from '../record/refusal.js';
import { Entries, named } from './entries.js';
import { readXml, statusFailure } from './read-answer.js';
import { type Ask, type Cursor, type Page, type Source, SourceFailure } from './source.js';
import { childOf, type Element, textIn } from './xml.js';

/** The feed and the categories whose announcements are read. */
export interface RssOptions {
  readonly baseUrl: string;
  readonly categories: readonly string[];
  /** Categories whose newly announced papers are to be submitted. */
  readonly submitFrom: ReadonlySet<string>;
}

const GUID = /^oai:arXiv\.org:(.+)v([1-9]\d{0,4})$/;
const ABSTRACT = /^[\s\S]{0,300}?\bAbstract:\s*/;

/**
 * arXiv's announcements of the day over RSS: new papers, hours before OAI-PMH has them. Cross-lists and replacements
 * are left to OAI-PMH, since an item does not say when a paper's first version came.
 */
export class RssSource implements Source {
  constructor(private readonly options: RssOptions) {}

  async next(cursor: Cursor | undefined, ask: Ask, now: Date): Promise<Page> {
    const { baseUrl } = this.options;
    const categories = this.options.categories.join('+');
    // The ETag of the feed of other categories is of no use for this one.
    const seen = cursor?.categories === categories ? cursor : undefined;
    const answer = await ask({
      url: `${baseUrl}/${categories}`,
      headers: {
        ...(seen?.etag && { 'if-none-match': String(seen.etag) }),
        ...(seen?.modified && { 'if-modified-since': String(seen.modified) }),
      },
    });
    if (answer.status === 304 && seen)
      return { records: [], refused: [], deletions: [], next: seen, done: true };
    const { root, lossy } = await readXml(answer, 'rss');
    if (answer.status >= 400) throw statusFailure(answer.status);
    const channel = childOf(root, 'channel');
    if (!channel) throw new SourceFailure('answer-foreign', 'The feed has no channel.');
    const items = named(channel, 'item');
    const entries = new Entries();
    for (const item of items)
      entries.take(textIn(item, 'guid').trim(), item, lossy, () => this.recordOf(item, now));
    if (items.length > 0 && entries.refused.length === items.length) {
      const said = cleanLine(textIn(items[0], 'title')).slice(0, 200);
      throw new SourceFailure('source-refused', `None of its items is a paper; the first says: ${said}`);
    }
    const { etag, 'last-modified': modified } = answer.headers;
    return {
      records: entries.records,
      refused: entries.refused,
      deletions: [],
      next: {
        categories,
        ...(etag && { etag: etag.slice(0, 200) }),
        ...(modified && { modified: modified.slice(0, 60) }),
      },
      done: true,
    };
  }

  private recordOf(item: Element, now: Date): PaperRecord | undefined {
    const [, paperId = '', version] = GUID.exec(textIn(item, 'guid').trim()) ?? [];
    if (paperId === '') throw new Refused('id-missing');
    if (textIn(item, 'announce_type').trim() !== 'new' || version !== '1') return undefined;
    const announcedAt = rfc2822Moment(textIn(item, 'pubDate'));
    if (!announcedAt) throw new Refused('versions-invalid');
    const at = announcedAt.toISOString();
    const record = toRecord({
      paperId,
      source: 'arxiv-rss',
      observedAt: now.toISOString(),
      version: 1,
      publishedAt: at,
      updatedAt: at,
      approximateDates: true,
      title: cleanLine(unescapeHtml(textIn(item, 'title'))),
      abstract: cleanLine(unescapeHtml(textIn(item, 'description').replace(ABSTRACT, ''))),
      authors: authorsFromLine(unescapeHtml(textIn(item, 'creator'))),
      categories: named(item, 'category').map(({ text }) => cleanLine(text)),
      license: cleanLine(textIn(item, 'rights')) || undefined,
      announcement: { kind: 'new', at },
    });
    const until = submitUntil(record, announcedAt, this.options.submitFrom, now);
    return until ? { ...record, submitUntil: until } : record;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Decodes the references of HTML, which the texts of a feed still contain after XML's own are decoded. */
function unescapeHtml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}
