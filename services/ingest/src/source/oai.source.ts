import { createHash } from 'node:crypto';
import { decodeText } from './charset.js';
import { OaiPage } from './oai-page.js';
import { statusFailure } from './read-answer.js';
import { type Answer, type Ask, type Cursor, type Page, type Source, SourceFailure } from './source.js';
import { childOf, childrenOf, type Element, textIn } from './xml.js';

/** The scope of a harvest over OAI-PMH. */
export interface OaiOptions {
  readonly baseUrl: string;
  /** arXiv's sets, such as `cs` or `cs:cs:AI`; all of arXiv without one. */
  readonly set?: string;
  readonly format: 'arXivRaw' | 'arXiv';
  /** The first day, YYYY-MM-DD, by when records were modified. */
  readonly from: string;
  /** The last day; absent for a harvest without an end. */
  readonly until?: string;
  /** The import under which the catalog counts the records. */
  readonly importId?: string;
  /** Categories whose newly announced papers are to be submitted. */
  readonly submitFrom: ReadonlySet<string>;
}

/** The place in a list. Without a token its first page comes next. */
interface OaiCursor {
  readonly from: string;
  readonly token?: string;
  /** The time at which the token expires. */
  readonly tokenUntil?: string;
  /** The response date of the first page, at which the next harvest begins. */
  readonly since?: string;
  /** The day up to which the list is read, provided that its pages come in the order of days. */
  readonly readTo?: string;
  /** False once a page held days before those of the page before it. */
  readonly ordered?: boolean;
  /** Digests of the tokens of this list, the newest last. */
  readonly seen?: readonly string[];
  /** The number of times in a row that the list was begun again because a token was refused or repeated. */
  readonly restarts?: number;
}

const SEEN = 200;
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 60 * MINUTE_MS;

/**
 * arXiv over OAI-PMH: complete, in pages. The next list begins at the day on which the first page of this one was made.
 */
export class OaiSource implements Source {
  constructor(private readonly options: OaiOptions) {}

  async next(cursor: Cursor | undefined, ask: Ask, now: Date): Promise<Page> {
    const at = this.usable((cursor ?? { from: this.options.from }) as unknown as OaiCursor, now);
    const answer = await ask({ url: this.urlOf(at) });
    if (at.token !== undefined && saysExpired(answer)) throw this.beginAnew(at, now, 'token-refused');
    const page = new OaiPage(answer, this.options, now);
    const root = await page.read();
    const errors = childrenOf(root, 'error');
    if (errors.length > 0) return this.errorPage(errors, at, root, now);
    if (answer.status >= 400) throw statusFailure(answer.status);
    return this.page(root, page, at, now);
  }

  private urlOf({ token, from }: OaiCursor): string {
    const { baseUrl, set, format, until } = this.options;
    const query: Record<string, string> =
      token === undefined
        ? { metadataPrefix: format, ...(set && { set }), from, ...(until && { until }) }
        : { resumptionToken: token };
    return `${baseUrl}?${new URLSearchParams({ verb: 'ListRecords', ...query })}`;
  }

  /** The cursor, without its token if that has expired. Then the list goes on from the day up to which it was read. */
  private usable(cursor: OaiCursor, now: Date): OaiCursor {
    const expired = cursor.tokenUntil !== undefined && Date.parse(cursor.tokenUntil) <= now.getTime();
    return expired ? anew(cursor) : cursor;
  }

  private page(root: Element, { entries, deletions, days }: OaiPage, at: OaiCursor, now: Date): Page {
    const list = childOf(root, 'ListRecords');
    if (!list) throw new SourceFailure('answer-foreign', 'The answer has neither records nor an error.');
    if (entries.count === 0)
      throw new SourceFailure('page-empty', 'The list has no records, and does not say that there are none.');
    const tokenElement = childOf(list, 'resumptionToken');
    const token = tokenElement?.text.trim() ?? '';
    const next = this.after(at, root, tokenElement, token, days, now);
    const total = Number(tokenElement?.attributes.completeListSize);
    return {
      records: entries.records,
      refused: entries.refused,
      deletions,
      next: next as unknown as Cursor,
      done: token === '',
      ...(Number.isSafeInteger(total) && total > 0 ? { total } : {}),
    };
  }

  private after(
    at: OaiCursor,
    root: Element,
    element: Element | undefined,
    token: string,
    days: string[],
    now: Date,
  ): OaiCursor {
    const since = at.since ?? responseDateOf(root, now);
    if (token === '') return { from: since.slice(0, 10) };
    const digest = createHash('sha256').update(token).digest('base64url').slice(0, 12);
    if (at.seen?.includes(digest)) throw this.beginAnew(at, now, 'token-repeats');
    days.sort();
    const ordered = at.ordered !== false && (days[0] ?? '9') >= (at.readTo ?? at.from);
    return {
      from: at.from,
      token,
      tokenUntil: tokenUntilOf(element, now),
      since,
      // The first day of this page and not its last: more records of the last day may follow on the next page.
      readTo: days[0] ?? at.readTo ?? at.from,
      ordered,
      seen: [...(at.seen ?? []), digest].slice(-SEEN),
      ...(at.restarts && at.seen && at.seen.length > 1 ? {} : { restarts: at.restarts ?? 0 }),
    };
  }

  private errorPage(errors: readonly Element[], at: OaiCursor, root: Element, now: Date): Page {
    const code = errors[0]?.attributes.code ?? '';
    if (code === 'noRecordsMatch') {
      const next: OaiCursor = { from: (at.since ?? responseDateOf(root, now)).slice(0, 10) };
      return { records: [], refused: [], deletions: [], next: next as unknown as Cursor, done: true };
    }
    if (code === 'badResumptionToken' && at.token !== undefined)
      throw this.beginAnew(at, now, 'token-refused');
    const said = (errors[0]?.text ?? '').replace(/\s+/g, ' ').trim().slice(0, 200);
    throw new SourceFailure('source-refused', `It refuses: ${code.slice(0, 40)}: ${said}`);
  }

  /**
   * The failure for a token that was refused or repeated. Its cursor begins the list again at the day up to which it
   * was read, after a wait that doubles each time.
   */
  private beginAnew(at: OaiCursor, now: Date, code: 'token-refused' | 'token-repeats'): SourceFailure {
    const restarts = (at.restarts ?? 0) + 1;
    const waitMs = Math.min(MINUTE_MS * 2 ** (restarts - 1), LONGEST_WAIT_MS);
    const what =
      code === 'token-refused'
        ? 'It refuses the token of the next page'
        : 'It gives a token that it gave before';
    const next: OaiCursor = { ...anew(at), restarts };
    return new SourceFailure(
      code,
      `${what}; the list is begun anew from ${next.from}.`,
      new Date(now.getTime() + waitMs),
      { next: next as unknown as Cursor },
    );
  }
}

function anew({ from, readTo, ordered, since, restarts }: OaiCursor): OaiCursor {
  return {
    from: ordered && readTo ? readTo : from,
    // The first page was made at this time. The next harvest asks for what has changed since then.
    ...(since && { since }),
    ...(restarts && { restarts }),
  };
}

function saysExpired({ status, body, headers }: Answer): boolean {
  if (status < 400) return false;
  const { text } = decodeText(body.subarray(0, 2_000), headers['content-type']);
  return !text.includes('<OAI-PMH') && /expired|resumption ?token/i.test(text);
}

function responseDateOf(root: Element, now: Date): string {
  const said = Date.parse(textIn(root, 'responseDate').trim());
  // A date in the future would leave out the changes until then.
  return new Date(Number.isNaN(said) ? now.getTime() : Math.min(said, now.getTime())).toISOString();
}

/** arXiv writes `expires` where the protocol says `expirationDate`; tokens live until the next 00:00 UTC. */
function tokenUntilOf(element: Element | undefined, now: Date): string {
  const said = Date.parse(element?.attributes.expirationDate ?? element?.attributes.expires ?? '');
  const midnight = new Date(now);
  midnight.setUTCHours(24, 0, 0, 0);
  return new Date(Number.isNaN(said) ? midnight : said).toISOString();
}
