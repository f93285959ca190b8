import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { snapshotLine } from './snapshot-lines.js';

const PHRASE = 12;
const APART = 28;
/** Papers with one or two of the words, and with none. */
const OTHERS = 260;
const PARTIAL = [
  'Large lanterns',
  'Neural lamps',
  'Networks of moths',
  'Large neural lamps',
  'Neural networks',
  'Night',
];
const PATIENT = { timeoutMs: 90_000, everyMs: 100 };

interface Item {
  title: string;
  publishedAt: string;
  numComments: number;
  paper: { id: string; summary: string; authors: { name: string }[] };
}

/** Every form of the words that the stemmer reads as the same, the phrase in titles and in abstracts. */
function withPhrase(nth: number): string {
  const forms = [
    'Large neural networks',
    'Large Neural Network',
    'LARGE NEURAL NETWORKS',
    'Larger lamps and large neural networking',
  ];
  return `${forms[nth % forms.length]} number ${nth}`;
}

function apart(nth: number): string {
  const forms = [
    'Networks that are neural and large',
    'Neural lanterns within large networks',
    'A large network, then a neural one',
  ];
  return `${forms[nth % forms.length]}, ${nth}`;
}

/** The page that this publication began with: a search of three words, forty papers, those with the exact phrase first. */
describe('A search for "large neural networks"', () => {
  let services: RunningServices;
  let folder: string;
  const phrase = Array.from({ length: PHRASE }, (_, nth) => `2610.1${String(nth).padStart(4, '0')}`);
  const words = Array.from({ length: APART }, (_, nth) => `2610.2${String(nth).padStart(4, '0')}`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-founding-'));
    services = await startServices({ services: { ingest: 1, catalog: 1, ranking: 1, web: 1 } });
    const others = Array.from({ length: OTHERS }, (_, nth) =>
      snapshotLine(`2610.3${String(nth).padStart(4, '0')}`, `${PARTIAL[nth % PARTIAL.length]}, ${nth}`),
    );
    const lines = [
      ...others.slice(0, OTHERS / 2),
      ...phrase.map((id, nth) => snapshotLine(id, withPhrase(nth))),
      ...words.map((id, nth) => snapshotLine(id, apart(nth))),
      ...others.slice(OTHERS / 2),
    ];
    const file = join(folder, 'papers.jsonl');
    await writeFile(file, `${lines.join('\n')}\n`);
    await services.operator(['import', file, '--json']);
    await waitFor(found, (items) => items.length === PHRASE + APART, PATIENT);
  }, 180_000);

  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const get = (path: string) =>
    fetch(`${services.publicUrl}${path}`, {
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(20_000),
    });
  async function found(): Promise<Item[]> {
    const answer = await fetch(`${services.publicUrl}/api/papers/search?q=large+neural+networks&limit=120`);
    return answer.status === 200 ? ((await answer.json()) as Item[]) : [];
  }

  it('finds the forty papers with all three words and no other, the twelve with the phrase first', async () => {
    const ids = (await found()).map(({ paper }) => paper.id);
    expect(ids.slice(0, PHRASE).sort()).toEqual(phrase);
    expect(ids.slice(PHRASE).sort()).toEqual(words);
  });

  it('tells of each its title, abstract, authors, date and number of comments', async () => {
    for (const { title, publishedAt, numComments, paper } of await found()) {
      expect(title).toMatch(/network/i);
      expect(paper.summary).toMatch(/^We light lanterns/);
      expect(paper.authors).toHaveLength(2);
      expect(publishedAt).toMatch(/^2026-11-02T/);
      expect(numComments).toBe(0);
    }
  });

  it('is a page that shows them all, page by page, in the same order', async () => {
    const shown: string[] = [];
    for (let path: string | undefined = '/papers?q=large+neural+networks'; path; ) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      const html = await answer.text();
      for (const [, id = ''] of html.matchAll(/<article[^>]*>[\s\S]*?href="\/papers\/(\d{4}\.\d{5})"/g))
        shown.push(id);
      path = /<a[^>]*href="([^"]+)"[^>]*rel="next"|<a[^>]*rel="next"[^>]*href="([^"]+)"/
        .exec(html)
        ?.slice(1)
        .find(Boolean)
        ?.replaceAll('&amp;', '&');
    }
    expect(shown).toEqual((await found()).map(({ paper }) => paper.id));
  });

  it('is a feed', async () => {
    const answer = await get('/papers/search.atom?q=large+neural+networks');
    expect(answer.status).toBe(200);
    const ids = [...(await answer.text()).matchAll(/papers\/(2610\.\d{5})/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect([...phrase, ...words]).toContain(id);
  });
});
