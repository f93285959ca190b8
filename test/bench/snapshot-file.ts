import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { SearchPapers } from './search-papers.js';

/** Ids that one month has at the most. */
const IDS_OF_MONTH = 90_000;
const FIRST_YEAR = 15;

/** The id of the nth line: of months that arXiv has issued ids of. */
function idOf(nth: number): string {
  const month = Math.floor(nth / IDS_OF_MONTH);
  const year = String(FIRST_YEAR + Math.floor(month / 12)).padStart(2, '0');
  return `${year}${String(1 + (month % 12)).padStart(2, '0')}.${10_000 + (nth % IDS_OF_MONTH)}`;
}

/** The nth line of a snapshot in arXiv's form; always the same. */
export function snapshotLineOf(papers: SearchPapers, nth: number): string {
  const { title, summary, authors, categories, publishedAt } = papers.paper(nth);
  const parts = authors.map(({ name }) => name.split(' '));
  const versions = Array.from({ length: 1 + (nth % 3) }, (_, version) => ({
    version: `v${version + 1}`,
    created: new Date(Date.parse(publishedAt) + version * 30 * 86_400_000).toUTCString(),
  }));
  return JSON.stringify({
    id: idOf(nth),
    submitter: authors[0]?.name ?? '',
    authors: authors.map(({ name }) => name).join(', '),
    title: title.replace(' ', '\n  '),
    comments: nth % 2 === 0 ? `${1 + (nth % 30)} pages` : null,
    'journal-ref': null,
    doi: nth % 3 === 0 ? `10.1000/${nth}` : null,
    'report-no': null,
    categories: [...new Set(categories)].join(' '),
    license: 'http://arxiv.org/licenses/nonexclusive-distrib/1.0/',
    abstract: `  ${summary}\n`,
    versions,
    update_date: publishedAt.slice(0, 10),
    authors_parsed: parts.map(([given = '', family = '']) => [family, given, '']),
  });
}

/** Writes a snapshot of so many lines. */
export async function writeSnapshot(file: string, lines: number): Promise<void> {
  const papers = new SearchPapers();
  const out = createWriteStream(file);
  for (let nth = 0; nth < lines; nth += 1)
    if (!out.write(`${snapshotLineOf(papers, nth)}\n`)) await once(out, 'drain');
  out.end();
  await finished(out);
}
