import type { PaperRecord } from '@paperboy/contracts';

const DAY_MS = 86_400_000;
/** A paper may be put on the list of a day for so long after it was announced: a weekend, and a service that was away. */
const FRESH_MS = 4 * DAY_MS;
/** A first version that is older than this when it is announced was held back; it counts as new by RSS alone. */
const HELD_MS = 7 * DAY_MS;

/**
 * Until when a paper that was announced as new may be put on the list of the day; undefined for every other one: of
 * another primary category, a later version, an older month than the announcement's and the one before, a first version
 * of long ago (an old paper that was only touched in the database), or an announcement that is over.
 */
export function submitUntil(
  { paperId, version, categories, publishedAt, approximateDates }: PaperRecord,
  announcedAt: Date,
  submitFrom: ReadonlySet<string>,
  now: Date,
): string | undefined {
  const announced = announcedAt.getTime();
  const until = announced + FRESH_MS;
  if (version !== 1 || !submitFrom.has(categories[0] ?? '')) return undefined;
  if (now.getTime() >= until || announced > now.getTime() + DAY_MS) return undefined;
  if (monthsBefore(paperId, announcedAt) > 1) return undefined;
  const ageMs = announced - Date.parse(publishedAt);
  if (!approximateDates && ageMs > HELD_MS) return undefined;
  return new Date(until).toISOString();
}

/** How many months before the announcement the id was issued; many for an old id. */
function monthsBefore(paperId: string, announcedAt: Date): number {
  const [, year, month] = /^(\d\d)(\d\d)\./.exec(paperId) ?? [];
  if (year === undefined) return Number.POSITIVE_INFINITY;
  const issued = (2000 + Number(year)) * 12 + Number(month) - 1;
  return announcedAt.getUTCFullYear() * 12 + announcedAt.getUTCMonth() - issued;
}
