/** A list as somebody was answered it; times in epoch milliseconds. */
export interface Reading {
  /** Who answered. */
  source: string;
  list: 'day' | 'trending' | 'new';
  startedAt: number;
  endedAt: number;
  /** No 200 with a list came: what came instead. */
  failure?: string;
  /** The answer said of itself that it may be out of date. */
  stale: boolean;
  /** How old an answer of this source may be that does not say so. */
  freshMs: number;
  /** The list is not longer than the answer. */
  whole: boolean;
  places: { id: string; upvotes: number }[];
}

/** A vote that was sent, by one who never takes it back. */
export interface Cast {
  paperId: string;
  startedAt: number;
  endedAt: number;
}

/** What is known beside the readings. */
export interface Known {
  casts: readonly Cast[];
  /** When each paper was submitted, which orders papers of equal upvotes. */
  submittedAt: ReadonlyMap<string, number>;
  /** An acknowledged vote is counted after so long at the latest. */
  countedWithinMs: number;
}

/** The clients read their clock in whole milliseconds. */
const CLOCK_MS = 2;

/**
 * What is wrong with answers that were given while people only cast votes. Each has to be the list as it was at a moment
 * shortly before it was asked for, or while it was: so no paper shows fewer upvotes than an answer did that had come
 * before, or than were acknowledged long ago, nor more than had been sent; no paper is missing that had been listed; and
 * the order is that of the numbers.
 */
export function judgeReadings(readings: readonly Reading[], known: Known): string[] {
  const wrong: string[] = [];
  const sent = timesOf(known.casts.map(({ paperId, startedAt }) => [paperId, startedAt]));
  const acknowledged = timesOf(known.casts.map(({ paperId, endedAt }) => [paperId, endedAt]));
  const seen = new Seen(readings);
  for (const reading of [...readings].sort((a, b) => pastOf(a) - pastOf(b))) {
    const say = (what: string): unknown =>
      wrong.push(`${reading.source} ${reading.list} at ${time(reading)}: ${what}`);
    if (reading.failure !== undefined) {
      say(reading.failure);
      continue;
    }
    const shown = new Map(reading.places.map(({ id, upvotes }) => [id, upvotes]));
    if (shown.size !== reading.places.length) say('a paper twice');
    seen.before(pastOf(reading));
    const missing =
      reading.stale || !reading.whole ? [] : seen.listed(reading.list).filter((id) => !shown.has(id));
    if (missing.length > 0 || shown.size === 0) say(`${shown.size} papers, without ${missing.join(', ')}`);
    for (const [id, upvotes] of shown) {
      const most = countUntil(sent.get(id), reading.endedAt + CLOCK_MS);
      const counted = countUntil(acknowledged.get(id), reading.startedAt - known.countedWithinMs);
      const least = reading.stale ? 0 : Math.max(seen.upvotes(id), counted);
      if (upvotes < least || upvotes > most) say(`${id} has ${upvotes} upvotes, not ${least} to ${most}`);
    }
    const order = reading.list === 'day' ? misplaced(reading, known.submittedAt) : undefined;
    if (order) say(`${order} stands before one that it comes after`);
  }
  return wrong;
}

/** All that was seen in answers which had come by a moment that only moves on. */
class Seen {
  private readonly most = new Map<string, number>();
  private readonly lists = new Map<string, Set<string>>();
  private readonly byEnd: readonly Reading[];
  private next = 0;

  constructor(readings: readonly Reading[]) {
    this.byEnd = [...readings].sort((a, b) => a.endedAt - b.endedAt);
  }

  before(moment: number): void {
    for (let one = this.byEnd[this.next]; one && one.endedAt < moment; one = this.byEnd[++this.next]) {
      const listed = this.lists.get(one.list) ?? new Set();
      this.lists.set(one.list, listed);
      for (const { id, upvotes } of one.places) {
        // A list that is longer than its answers may have moved a paper beyond them.
        if (one.whole) listed.add(id);
        this.most.set(id, Math.max(upvotes, this.most.get(id) ?? 0));
      }
    }
  }

  listed(list: string): string[] {
    return [...(this.lists.get(list) ?? [])];
  }

  upvotes(id: string): number {
    return this.most.get(id) ?? 0;
  }
}

/** What had come by then has to be in the answer. */
function pastOf({ startedAt, freshMs }: Reading): number {
  return startedAt - freshMs - CLOCK_MS;
}

function misplaced({ places }: Reading, submittedAt: ReadonlyMap<string, number>): string | undefined {
  const comesAfter = (place: Reading['places'][number], next: Reading['places'][number]): boolean =>
    place.upvotes < next.upvotes ||
    (place.upvotes === next.upvotes && (submittedAt.get(place.id) ?? 0) > (submittedAt.get(next.id) ?? 0));
  return places.find((place, n) => {
    const next = places[n + 1];
    return next !== undefined && comesAfter(place, next);
  })?.id;
}

function timesOf(all: readonly (readonly [string, number])[]): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const [id, at] of [...all].sort(([, a], [, b]) => a - b)) {
    const some = times.get(id);
    if (some) some.push(at);
    else times.set(id, [at]);
  }
  return times;
}

/** How many of these times, the oldest first, are not after a moment. */
function countUntil(times: readonly number[] = [], moment: number): number {
  const after = times.findIndex((at) => at > moment);
  return after < 0 ? times.length : after;
}

function time({ startedAt }: Reading): string {
  return new Date(startedAt).toISOString().slice(11);
}
