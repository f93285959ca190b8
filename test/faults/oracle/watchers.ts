import { setTimeout as sleep } from 'node:timers/promises';
import { Loop } from '../load/loop.js';
import type { Reading } from './readings.js';

/** The most that one answer of the API holds. */
const LIMIT = 100;
/** Papers on a page of the site. */
const PAGE = 50;
const PATIENCE_MS = 15_000;
const PAUSE_MS = 15;

interface Item {
  paper: { id: string; upvotes: number };
}

type Read = Pick<Reading, 'places' | 'whole' | 'stale'>;

/** One address at which lists are read. */
interface Place {
  source: string;
  list: Reading['list'];
  url: string;
  freshMs: number;
  read: (answer: Response) => Promise<Read>;
}

/** Ranking's own word is at most 50 ms old; what web gives was confirmed so at most 50 ms before. */
const FRESH_MS = { ranking: 50, web: 100 };

async function listAnswer(answer: Response): Promise<Read> {
  const { items, total, rebuilding } = (await answer.json()) as {
    items: Item[];
    total: number;
    rebuilding: boolean;
  };
  const mark = answer.headers.get('x-paperboy-stale');
  // The lists that serve are whole all the time.
  if (rebuilding || mark === 'rebuilding') throw new Error('says that it is being rebuilt');
  return { places: placesOf(items), whole: items.length === total, stale: mark !== null };
}

async function apiAnswer(answer: Response): Promise<Read> {
  const items = (await answer.json()) as Item[];
  return {
    places: placesOf(items),
    whole: items.length < LIMIT,
    stale: answer.headers.has('x-paperboy-stale'),
  };
}

async function pageAnswer(answer: Response): Promise<Read> {
  const cards = (await answer.text()).matchAll(
    /<article class="card" id="p-([^"]+)"[\s\S]*?<data value="(\d+)">/g,
  );
  const places = [...cards].map(([, id = '', upvotes]) => ({ id, upvotes: Number(upvotes) }));
  return { places, whole: places.length < PAGE, stale: answer.headers.has('x-paperboy-stale') };
}

function placesOf(items: readonly Item[]): Reading['places'] {
  return items.map(({ paper: { id, upvotes } }) => ({ id, upvotes }));
}

/** Everywhere that the lists can be read: each replica of ranking, and the API and the pages of each of web. */
export function placesToRead(ranking: readonly string[], web: readonly string[], day: string): Place[] {
  const lists = ['day', 'trending', 'new'] as const;
  return [
    ...ranking.flatMap((address, n) =>
      lists.map((list) => ({
        source: `ranking ${n + 1}`,
        list,
        url: `${address}/internal/lists/${list}?limit=${LIMIT}${list === 'day' ? `&period=${day}` : ''}`,
        freshMs: FRESH_MS.ranking,
        // Nothing is imported meanwhile: the first hundred of what is new stay what they are.
        read:
          list === 'new'
            ? async (answer: Response) => ({ ...(await listAnswer(answer)), whole: true })
            : listAnswer,
      })),
    ),
    ...web.flatMap((address, n) => [
      // Without a date: the newest day that has papers has to be found first.
      api(n, 'day', `${address}/api/daily_papers?limit=${LIMIT}`),
      api(n, 'trending', `${address}/api/daily_papers?sort=trending&limit=${LIMIT}`),
      { ...api(n, 'day', `${address}/`), source: `page of web ${n + 1}`, read: pageAnswer },
    ]),
  ];
}

function api(n: number, list: Reading['list'], url: string): Place {
  return { source: `api of web ${n + 1}`, list, url, freshMs: FRESH_MS.web, read: apiAnswer };
}

/** Reads one place again and again until told to stop. */
export class Watcher extends Loop {
  readonly readings: Reading[] = [];

  constructor(private readonly place: Place) {
    super();
  }

  protected async once(): Promise<void> {
    this.readings.push(await this.look());
    await sleep(PAUSE_MS);
  }

  private async look(): Promise<Reading> {
    const { source, list, url, freshMs, read } = this.place;
    const about = { source, list, freshMs, startedAt: Date.now() };
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
      if (answer.status !== 200) throw new Error(`${answer.status}: ${(await answer.text()).slice(0, 200)}`);
      const got = await read(answer);
      return { ...about, endedAt: Date.now(), ...got };
    } catch (error) {
      const nothing = { places: [], whole: false, stale: false };
      return { ...about, endedAt: Date.now(), ...nothing, failure: String(error) };
    }
  }
}
