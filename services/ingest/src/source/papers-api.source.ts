import { cleanLine, type Elsewhere, type PaperRecord } from '@paperboy/contracts';
import { z } from 'zod';
import { isArxivId } from '../record/record.js';
import { AtomSource } from './atom.source.js';
import { readJsonAnswer } from './read-json.js';
import type { Ask, Cursor, Page, RefusedEntry, Source } from './source.js';

/** The site and the days whose lists are read. */
export interface PapersApiOptions {
  /** Of an API in the shape of the Hugging Face one: `https://huggingface.co`, or another Paperboy. */
  readonly baseUrl: string;
  /** The first day, YYYY-MM-DD. */
  readonly since: string;
  /** arXiv's Atom API: lists have neither versions nor categories, so the records come from arXiv. */
  readonly arxivUrl: string;
  readonly importId?: string;
}

const PAPERS_AT_ONCE = 100;
/** No day has more pages. Without this limit a server that ignores the page number would be read for ever. */
const MOST_PAGES = 50;
const DAY_MS = 86_400_000;

const person = z
  .object({ user: z.string().optional(), name: z.string().optional() })
  .optional()
  .catch(undefined);
const itemSchema = z.object({
  paper: z.object({
    id: z.string().max(100),
    upvotes: z.int().min(0).catch(0),
    submittedOnDailyAt: z.iso.datetime({ offset: true }).optional().catch(undefined),
    submittedOnDailyBy: person,
  }),
  submittedBy: person,
});
type Item = z.output<typeof itemSchema>;

/**
 * The daily lists of another site: arXiv's records of its papers, with the day, the submitter and the upvotes of that
 * site. One page of a list, with the records of its papers, is one page here.
 */
export class PapersApiSource implements Source {
  constructor(private readonly options: PapersApiOptions) {}

  async next(cursor: Cursor | undefined, ask: Ask, now: Date): Promise<Page> {
    const day = String(cursor?.day ?? this.options.since);
    const page = Number(cursor?.page ?? 0);
    const query = new URLSearchParams({ date: day, p: String(page), limit: String(PAPERS_AT_ONCE) });
    const listed = await readJsonAnswer(
      await ask({
        url: `${this.options.baseUrl}/api/daily_papers?${query}`,
        headers: { accept: 'application/json' },
      }),
      z.array(z.unknown()).max(10 * PAPERS_AT_ONCE),
    );
    const { said, refused } = this.read(listed, day, now);
    const records = said.size > 0 ? await this.told(said, refused, ask, now) : [];
    const isLast = listed.length < PAPERS_AT_ONCE || page + 1 >= MOST_PAGES;
    const next = isLast ? { day: dayAfter(day), page: 0 } : { day, page: page + 1 };
    return { records, refused, deletions: [], next, done: next.day > now.toISOString().slice(0, 10) };
  }

  private read(
    listed: readonly unknown[],
    day: string,
    now: Date,
  ): { said: Map<string, Elsewhere>; refused: RefusedEntry[] } {
    const site = new URL(this.options.baseUrl).host;
    const said = new Map<string, Elsewhere>();
    const refused: RefusedEntry[] = [];
    for (const one of listed) {
      const item = itemSchema.safeParse(one);
      if (!item.success) refused.push({ id: `${day} on ${site}`, code: 'details-invalid' });
      else if (!isArxivId(item.data.paper.id)) refused.push({ id: item.data.paper.id, code: 'id-invalid' });
      else said.set(item.data.paper.id, elsewhereOf(item.data, site, day, now));
    }
    return { said, refused };
  }

  /** Reads arXiv's records of the papers and adds what the list says. Refuses papers that arXiv does not know. */
  private async told(
    said: ReadonlyMap<string, Elsewhere>,
    refused: RefusedEntry[],
    ask: Ask,
    now: Date,
  ): Promise<PaperRecord[]> {
    const { arxivUrl: baseUrl, importId } = this.options;
    const records: PaperRecord[] = [];
    const ids = [...said.keys()];
    const atom = new AtomSource({ baseUrl, ids, ...(importId && { importId }) });
    for (let cursor: Cursor | undefined, done = false; !done; ) {
      const page = await atom.next(cursor, ask, now);
      records.push(...page.records);
      refused.push(...page.refused);
      ({ next: cursor, done } = page);
    }
    const known = new Set(records.map(({ paperId }) => paperId));
    // A paper may have been refused above, under an address of arXiv that contains its id.
    const broken = refused.map(({ id }) => id);
    for (const id of ids)
      if (!known.has(id) && !broken.some((one) => one.includes(id)))
        refused.push({ id, code: 'unknown-to-arxiv' });
    return records.map((record) => ({ ...record, elsewhere: said.get(record.paperId) }));
  }
}

function elsewhereOf({ paper, submittedBy }: Item, site: string, day: string, now: Date): Elsewhere {
  const who = paper.submittedOnDailyBy ?? submittedBy;
  const by = cleanLine(who?.user ?? who?.name ?? '')
    .slice(0, 100)
    .trim();
  const at = paper.submittedOnDailyAt && new Date(paper.submittedOnDailyAt).toISOString();
  return {
    site,
    day: at && !isNear(at, day) ? at.slice(0, 10) : day,
    ...(at && { at }),
    ...(by && { by }),
    upvotes: paper.upvotes,
    seenAt: now.toISOString(),
  };
}

/** Whether a time fits a day in any time zone. A site that gives the same list for every day is not believed. */
function isNear(at: string, day: string): boolean {
  return Math.abs(Date.parse(at) - (Date.parse(day) + DAY_MS / 2)) <= 1.5 * DAY_MS;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
