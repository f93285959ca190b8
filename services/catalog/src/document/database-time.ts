/** The format of `instantSchema` for `$dateToString`. */
const INSTANT_FORMAT = '%Y-%m-%dT%H:%M:%S.%LZ';

/** For update pipelines: the time of the update by the database's clock, such as `2026-11-22T08:15:00.000Z`. */
export const DATABASE_NOW = { $dateToString: { date: '$$NOW', format: INSTANT_FORMAT } } as const;

/** The day (UTC) by which quotas are counted, such as `2026-11-22`. */
export function quotaDay(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** Seconds until the next day (UTC), when quotas start again. */
export function secondsLeftOfDay(now: Date): number {
  const day = 86_400_000;
  return Math.ceil((day - (now.getTime() % day)) / 1000);
}
