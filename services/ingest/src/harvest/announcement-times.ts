import { Temporal } from 'temporal-polyfill';

/** arXiv announces at this hour of its own time zone, on these days of the week (Monday is 1). */
export const ANNOUNCED = { timeZone: 'America/New_York', hour: 20, weekdays: [7, 1, 2, 3, 4] } as const;

/**
 * When a source is read, in minutes: this long after each announcement, and at the latest this long after the last
 * reading.
 */
export interface LookTimes {
  readonly afterAnnouncement: readonly number[];
  readonly poll: number;
}

/**
 * arXiv writes its RSS feed at midnight in New York, and OAI-PMH follows within hours. Other sources do not follow
 * announcements.
 */
export const LOOK_TIMES = {
  rss: { afterAnnouncement: [15, 250, 310], poll: 120 },
  oai: { afterAnnouncement: [90, 300], poll: 480 },
  own: { afterAnnouncement: [], poll: 60 },
} as const satisfies Record<string, LookTimes>;

const MINUTE_MS = 60_000;

/** When to read a source again whose end was reached now. */
export function nextLook(now: Date, { afterAnnouncement, poll }: LookTimes): Date {
  const polled = now.getTime() + poll * MINUTE_MS;
  const announced = announcementsAround(now).flatMap((at) =>
    afterAnnouncement.map((minutes) => at + minutes * MINUTE_MS),
  );
  return new Date(Math.min(polled, ...announced.filter((at) => at > now.getTime())));
}

/** The announcements from two days ago to four days ahead, in ms. */
function announcementsAround(now: Date): number[] {
  const today = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(ANNOUNCED.timeZone).toPlainDate();
  return [-2, -1, 0, 1, 2, 3, 4]
    .map((days) => today.add({ days }))
    .filter(({ dayOfWeek }) => (ANNOUNCED.weekdays as readonly number[]).includes(dayOfWeek))
    .map((date) => {
      const at = date.toZonedDateTime({ timeZone: ANNOUNCED.timeZone, plainTime: { hour: ANNOUNCED.hour } });
      return at.epochMilliseconds;
    });
}

/** A cron pattern, in arXiv's time zone: the given number of minutes after each announcement. */
export function patternAfterAnnouncement(minutes: number): string {
  const ofDay = ANNOUNCED.hour * 60 + minutes;
  const later = Math.floor(ofDay / 1_440);
  const weekdays = ANNOUNCED.weekdays.map((day) => (day + later) % 7).sort();
  return `${ofDay % 60} ${Math.floor((ofDay % 1_440) / 60)} * * ${weekdays.join(',')}`;
}
