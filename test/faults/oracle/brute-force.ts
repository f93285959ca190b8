import type { StoredVote } from './oracle.js';

/** A paper of the catalog, as its database has it. */
export interface StoredPaper {
  id: string;
  categories: string[];
  publishedAt: string;
  version: number;
  arrivedAt: string;
  submission?: { by: string; byKind: string; at: string };
}

/** A vote of the catalog, as its database has it. */
export interface CountedVote extends StoredVote {
  paperId: string;
  personId: string;
  counts: boolean;
}

/** What a list says of one paper. */
export interface ListPlace {
  id: string;
  upvotes: number;
  by?: string;
}

/** Which list: its path and query at ranking. */
export type ListPath = string;

const BUCKET_MS = 900_000;
const BUCKETS_A_DAY = 96;
const SHOWN = { all: 1_000, scoped: 200 };

interface Counted extends StoredPaper {
  upvotes: number;
  weight: number;
  submittedAt: number;
  arrived: number;
}

/**
 * Every list, counted from the catalog's documents in the most simple way: nothing of this is shared with ranking.
 * A day of the publication begins `rollOverMs` after midnight UTC; a vote weighs half after 24 hours.
 */
export function listsOf(
  papers: readonly StoredPaper[],
  votes: readonly CountedVote[],
  people: ReadonlyMap<string, string>,
  rollOverMs: number,
): Map<ListPath, ListPlace[]> {
  const standing = votes.filter((vote) => vote.standing && vote.counts);
  const counted = papers.map((paper): Counted => {
    const mine = standing.filter(({ paperId }) => paperId === paper.id);
    return {
      ...paper,
      upvotes: mine.length,
      weight: weightOf(mine),
      submittedAt: Date.parse(paper.submission?.at ?? paper.arrivedAt),
      arrived: Date.parse(paper.arrivedAt),
    };
  });
  const submitted = counted.filter(({ submission }) => submission);
  const lists = new Map<ListPath, ListPlace[]>();
  const add = (
    list: string,
    of: Counted[],
    order: (a: Counted, b: Counted) => number,
    isNew = false,
  ): void => {
    const sorted = [...of].sort(order);
    const mark = list.includes('?') ? '&' : '?';
    lists.set(list, sorted.slice(0, isNew ? SHOWN.all : undefined).map(placeOf));
    for (const category of new Set(papers.flatMap(({ categories }) => categories))) {
      const within = sorted.filter(({ categories }) => categories.includes(category));
      lists.set(
        `${list}${mark}category=${category}`,
        within.slice(0, isNew ? SHOWN.scoped : undefined).map(placeOf),
      );
    }
    for (const [personId, handle] of people) {
      const theirs = sorted.filter(({ submission }) => submission?.by === personId);
      lists.set(
        `${list}${mark}submitter=${handle}`,
        theirs.slice(0, isNew ? SHOWN.scoped : undefined).map(placeOf),
      );
    }
  };
  for (const [cadence, nameOf] of Object.entries(PERIODS)) {
    const periodOf = ({ submittedAt }: Counted): string => nameOf(new Date(submittedAt - rollOverMs));
    for (const period of new Set(submitted.map(periodOf))) {
      add(
        `${cadence}?period=${period}`,
        submitted.filter((paper) => periodOf(paper) === period),
        byUpvotes,
      );
    }
  }
  add(
    'trending',
    submitted.filter(({ weight }) => weight > 0),
    byWeight,
  );
  add('new', counted, byArrival, true);
  return lists;
}

const PERIODS: Record<string, (day: Date) => string> = {
  day: (day) => day.toISOString().slice(0, 10),
  week: isoWeek,
  month: (day) => day.toISOString().slice(0, 7),
};

function isoWeek(day: Date): string {
  const thursday = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()));
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.ceil(((thursday.getTime() - yearStart) / 86_400_000 + 1) / 7);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** The weights of the votes, doubling each day, from a moment that they have in common; each by its first cast. */
function weightOf(votes: readonly CountedVote[]): number {
  const since = Math.floor(Date.UTC(2026, 0, 1) / BUCKET_MS);
  const buckets = votes.map(({ history }) => Math.floor(Date.parse(history[0]?.castAt ?? '') / BUCKET_MS));
  return buckets
    .sort((a, b) => b - a)
    .reduce((sum, bucket) => sum + 2 ** ((bucket - since) / BUCKETS_A_DAY), 0);
}

function placeOf({ id, upvotes, submission }: Counted): ListPlace {
  return { id, upvotes, ...(submission ? { by: submission.by } : {}) };
}

const byId = (a: Counted, b: Counted): number => (a.id < b.id ? -1 : 1);
const byTime = (a: Counted, b: Counted): number => a.submittedAt - b.submittedAt || byId(a, b);
const byPerson = ({ submission }: Counted): number => Number(submission?.byKind === 'person');
const byUpvotes = (a: Counted, b: Counted): number =>
  b.upvotes - a.upvotes || byPerson(b) - byPerson(a) || byTime(a, b);
// Equal votes at equal times differ in the last bit at most when they were added in another order.
const byWeight = (a: Counted, b: Counted): number =>
  Math.abs(a.weight - b.weight) > 1e-9 * a.weight ? b.weight - a.weight : byTime(a, b);
const byArrival = (a: Counted, b: Counted): number => b.arrived - a.arrived || byId(a, b);
