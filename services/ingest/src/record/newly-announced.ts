import type { PaperRecord } from '@paperboy/contracts';

const DAY_MS = 86_400_000;
/** The time after its announcement in which a paper may be put on a list: a weekend and an outage of this service. */
const FRESH_MS = 4 * DAY_MS;
/** arXiv held back a first version that is older than this at its announcement. Only RSS can say that it is new. */
const HELD_MS = 7 * DAY_MS;

/**
 * The end of the time in which a newly announced paper may be put on the list of the day. Undefined for every other paper:
 * one of another primary category, a later version, an id of a month before the last one, a first version of long ago (an
 * old paper that was only touched in the database), or an announcement whose time is over.
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

/** How many months before the announcement the id was issued; infinity for an id of the old form. */
function monthsBefore(paperId: string, announcedAt: Date): number {
  const [, year, month] = /^(\d\d)(\d\d)\./.exec(paperId) ?? [];
  if (year === undefined) return Number.POSITIVE_INFINITY;
  const issued = (2000 + Number(year)) * 12 + Number(month) - 1;
  return announcedAt.getUTCFullYear() * 12 + announcedAt.getUTCMonth() - issued;
}
