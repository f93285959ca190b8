import { cleanLine, type PaperRecord } from '@paperboy/contracts';
import { Refused } from '../../record/refusal.js';
import { decodeText } from '../charset.js';
import { Entries, named } from '../entries.js';
import { readXml, statusFailure } from '../read-answer.js';
import {
  type Answer,
  type Ask,
  type Cursor,
  type Page,
  type RefusedEntry,
  type Source,
  SourceFailure,
} from '../source.js';
import { childOf, textIn } from '../xml.js';
import { atomEntry, rssEntry } from './feed-entries.js';
import { jsonEntry } from './json-lines.js';
import { type OwnDefaults, ownRecord } from './own-entry.js';

/** A preprint server or a laboratory that is not arXiv, whose papers are in one document. */
export interface OwnOptions extends OwnDefaults {
  readonly url: string;
  readonly format: 'rss' | 'atom' | 'jsonl';
  /** The pause between two requests, if it has one of its own. */
  readonly everySeconds?: number;
}

interface ReadEntries {
  readonly records: readonly PaperRecord[];
  readonly refused: readonly RefusedEntry[];
}

const MOST_LINES = 20_000;

/** An operator's own source. Its document is read as a whole whenever it has changed. */
export class OwnSource implements Source {
  constructor(private readonly options: OwnOptions) {}

  async next(cursor: Cursor | undefined, ask: Ask, now: Date): Promise<Page> {
    const answer = await ask({
      url: this.options.url,
      headers: {
        accept: 'application/rss+xml, application/atom+xml, application/xml, application/x-ndjson, */*;q=0.1',
        ...(cursor?.etag ? { 'if-none-match': String(cursor.etag) } : {}),
        ...(cursor?.modified ? { 'if-modified-since': String(cursor.modified) } : {}),
      },
    });
    if (answer.status === 304 && cursor)
      return { records: [], refused: [], deletions: [], next: cursor, done: true };
    const { records, refused } = await this.read(answer, now);
    if (records.length === 0 && refused.length > 0)
      throw new SourceFailure(
        'source-refused',
        `None of its ${refused.length} entries is a paper; the first is ${cleanLine(refused[0]?.id ?? '')} (${refused[0]?.code}).`,
      );
    const { etag, 'last-modified': modified } = answer.headers;
    return {
      records,
      refused,
      deletions: [],
      next: {
        ...(etag && { etag: etag.slice(0, 200) }),
        ...(modified && { modified: modified.slice(0, 60) }),
      },
      done: true,
    };
  }

  private read(answer: Answer, now: Date): ReadEntries | Promise<ReadEntries> {
    return this.options.format === 'jsonl' ? this.lines(answer, now) : this.feed(answer, now);
  }

  private async feed(answer: Answer, now: Date): Promise<ReadEntries> {
    const isRss = this.options.format === 'rss';
    const { root, lossy } = await readXml(answer, isRss ? 'rss' : 'feed');
    if (answer.status >= 400) throw statusFailure(answer.status);
    const channel = isRss ? childOf(root, 'channel') : root;
    if (!channel) throw new SourceFailure('answer-foreign', 'The feed has no channel.');
    const entries = new Entries();
    for (const element of named(channel, isRss ? 'item' : 'entry'))
      entries.take(textIn(element, isRss ? 'guid' : 'id').trim(), element, lossy, () =>
        ownRecord(isRss ? rssEntry(element) : atomEntry(element), this.options, now),
      );
    return entries;
  }

  private lines({ status, body, headers }: Answer, now: Date): ReadEntries {
    if (status >= 400) throw statusFailure(status);
    if (body.length === 0)
      throw new SourceFailure('answer-empty', `The answer is empty, with HTTP status ${status}.`);
    const { text, lossy } = decodeText(body, headers['content-type']);
    const lines = text.replace(/^\ufeff/, '').split('\n');
    if (lines.length > MOST_LINES)
      throw new SourceFailure('answer-too-large', `The answer has more than ${MOST_LINES} lines.`);
    const records: PaperRecord[] = [];
    const refused: RefusedEntry[] = [];
    lines.forEach((line, index) => {
      if (line.trim() === '') return;
      try {
        if (lossy && line.includes('\ufffd')) throw new Refused('not-utf8');
        records.push(ownRecord(jsonEntry(line), this.options, now));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refused.push({ id: `line ${index + 1}`, code: error.code });
      }
    });
    return { records, refused };
  }
}
