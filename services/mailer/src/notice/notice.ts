import { localDateAt, momentOf } from '../due/due.js';
import { addDays } from '../due/local-date.js';

/** The hour of the daily mail about comments, in the publication's zone. */
const HOUR = 8;
const HOUR_MS = 3_600_000;
/** People are not told of older comments, such as those that a new consumer reads again. */
const NEWS_MS = 12 * HOUR_MS;

/** Whether people are still told of a comment. Pure. */
export function isStillTold(postedAt: string, now: Date): boolean {
  return now.getTime() - Date.parse(postedAt) < NEWS_MS;
}

/** The daily mail for a comment: the next one after it, or `daysLater` days after that. Pure. */
export function dailyMail(
  postedAt: Date,
  timeZone: string,
  daysLater: number,
): { date: string; dueAt: Date } {
  const today = localDateAt(postedAt, timeZone);
  const first = momentOf(today, HOUR, timeZone) > postedAt ? today : addDays(today, 1);
  const date = addDays(first, daysLater);
  return { date, dueAt: momentOf(date, HOUR, timeZone) };
}
