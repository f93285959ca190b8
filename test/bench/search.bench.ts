import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { guard } from '../../deploy/local/processes/guard.js';
import { samplePapers } from '../../services/catalog/src/sample/content/papers.js';
import { wordsOf } from '../../services/catalog/src/search/query/fold.js';
import { SearchIndex } from '../../services/catalog/src/search/thread/search-index.client.js';
import { questionOf } from '../../services/catalog/test/search-question.js';
import { type Figure, type Findings, median, quantile } from './figures.js';
import { SearchPapers } from './search-papers.js';

const BATCH = 500;
const ROUNDS = 3;
const INTAKE_PER_SECOND = 500;
const HITS = 20;

/** How long searches take among so many papers, alone and while papers come in, against SQLite asked by itself. */
export async function searchBench(count: number): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  guard.addTemporary(folder);
  const file = join(folder, 'index.db');
  const index = new SearchIndex({
    file,
    readers: 2,
    log: { warn: () => undefined },
    onCleared: () => undefined,
  });
  const papers = new SearchPapers();
  try {
    const begin = performance.now();
    for (let first = 0; first < count; first += BATCH)
      await write(index, papers, first, Math.min(count, first + BATCH));
    const seconds = (performance.now() - begin) / 1_000;
    const direct = new DirectEngine(file);
    const alone = await timed(index, papers, direct);
    const intake = new AbortController();
    const coming = comeIn(index, papers, count, intake.signal);
    const meanwhile = await timed(index, papers, direct);
    intake.abort();
    const cameIn = await coming;
    const likeness = await likenessOfSample(join(folder, 'sample.db'));
    return {
      figures: [
        { name: `build of an index of ${count} papers`, ours: count / seconds, unit: 'a second' },
        ...figuresOf('', alone),
        ...figuresOf(', while papers come in', meanwhile),
      ],
      memory: { 'the index on disk': (await sizeOf(file)) / 1_000_000 },
      notes: [
        likeness,
        `Built in ${seconds.toFixed(0)} s; ${cameIn} papers came in meanwhile, ${INTAKE_PER_SECOND} a second being wanted.`,
        '"bare" is one query of FTS5 in this process: all words, the exact phrase first, then by bm25, and 20 papers with their words marked. The ratio is its time by ours: 1 is as fast, more is faster.',
      ],
    };
  } finally {
    await index.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Times {
  readonly ours: number[];
  readonly bare: number[];
}

async function timed(
  index: SearchIndex,
  papers: SearchPapers,
  direct: DirectEngine,
): Promise<Map<string, Times>> {
  const kinds = new Map<string, Times>();
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [kind, texts] of Object.entries(papers.searches())) {
      const times = kinds.get(kind) ?? { ours: [], bare: [] };
      for (const text of texts) {
        const bare = await took(async () => direct.ask(text));
        const ours = await took(() => index.ask(questionOf(text, { limit: HITS })));
        // The first round warms both.
        if (round === 0) continue;
        times.bare.push(bare);
        times.ours.push(ours);
      }
      kinds.set(kind, times);
    }
  }
  return kinds;
}

function figuresOf(when: string, kinds: Map<string, Times>): Figure[] {
  return [...kinds].flatMap(([kind, { ours, bare }]) =>
    (
      [
        ['p50', 0.5],
        ['p99', 0.99],
      ] as const
    ).map(([name, part]) => ({
      name: `${kind}${when}, ${name}`,
      ours: quantile(ours, part),
      bare: quantile(bare, part),
      ...(part === 0.5
        ? { ratio: median(bare) / median(ours), aim: 'ratio 0.8' }
        : { aim: 'within 50 at 100,000' }),
      unit: 'ms' as const,
    })),
  );
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function write(index: SearchIndex, papers: SearchPapers, first: number, next: number): Promise<void> {
  const states = Array.from({ length: next - first }, (_, at) => papers.indexed(first + at));
  const batch = {
    source: 'papers/0',
    first: String(first),
    next: String(next),
    papers: states,
    voted: [],
    now: 0,
  };
  if (!(await index.write(batch))) throw new Error('The index stands elsewhere than it was left.');
}

/** Writes papers at an even rate until told to stop; gives how many. */
async function comeIn(
  index: SearchIndex,
  papers: SearchPapers,
  from: number,
  stop: AbortSignal,
): Promise<number> {
  const begin = performance.now();
  let next = from;
  while (!stop.aborted) {
    const due = from + ((performance.now() - begin) / 1_000) * INTAKE_PER_SECOND;
    if (next < due) {
      await write(index, papers, next, next + 50);
      next += 50;
    } else await sleep(5);
  }
  return next - from;
}

async function sizeOf(file: string): Promise<number> {
  const sizes = await Promise.all(['', '-wal'].map(async (suffix) => (await stat(`${file}${suffix}`)).size));
  return sizes.reduce((all, size) => all + size, 0);
}

/** How many of the five papers most like each paper of the sample share a category with it, and how many of all do. */
async function likenessOfSample(file: string): Promise<string> {
  const index = new SearchIndex({
    file,
    readers: 1,
    log: { warn: () => undefined },
    onCleared: () => undefined,
  });
  const made = new SearchPapers();
  const papers = samplePapers.map(({ title, abstract, categories }, nth) => ({
    state: {
      ...made.paper(nth),
      title,
      summary: abstract,
      categories: categories.split(' '),
    },
    arrivedOn: '2024-01-01',
  }));
  await index.write({ source: 'papers/0', first: '0', next: '1', papers, voted: [], now: 0 });
  const share = (one: readonly string[], other: readonly string[]): boolean =>
    one.some((category) => other.includes(category));
  const near: boolean[] = [];
  const all: boolean[] = [];
  for (const { state } of papers) {
    for (const { card } of (await index.similar(state.id, 5)) ?? [])
      near.push(share(state.categories, card.categories));
    for (const other of papers)
      if (other.state.id !== state.id) all.push(share(state.categories, other.state.categories));
  }
  await index.close();
  const part = (seen: readonly boolean[]): string => (seen.filter(Boolean).length / seen.length).toFixed(2);
  return `Of the ${papers.length} papers of the sample, the five most like one share a category with it in ${part(near)} of all cases, by chance in ${part(all)}.`;
}

/** FTS5 asked by itself, as the shortest query that fulfils the same wish. */
class DirectEngine {
  private readonly ranked;
  private readonly shown;

  constructor(file: string) {
    const database = new Database(file, { timeout: 5_000 });
    database.exec('PRAGMA query_only = 1; PRAGMA cache_size = -32000');
    this.ranked = database
      .prepare(
        `SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid IN (SELECT rowid FROM found WHERE found MATCH ?) DESC,
         bm25(found, 10, 1, 4, 0) LIMIT ${HITS}`,
      )
      .pluck();
    this.shown = database
      .prepare(
        `SELECT card, highlight(found, 0, '[', ']'), highlight(found, 2, '[', ']') FROM found JOIN texts ON row = found.rowid
         WHERE found MATCH ? AND found.rowid = ?`,
      )
      .raw();
  }

  ask(text: string): unknown[] {
    const words = wordsOf(text);
    const phrase = `"${words.join(' ')}"`;
    const all = text.startsWith('"') ? phrase : words.map((word) => `"${word}"`).join(' AND ');
    const rows = this.ranked.all(all, phrase) as number[];
    return rows.map((row) => this.shown.get(all, BigInt(row)));
  }
}
