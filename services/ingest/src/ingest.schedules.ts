import { queues } from '@paperboy/contracts';
import type { Schedule } from '@paperboy/messaging';
import { ANNOUNCED, LOOK_TIMES, patternAfterAnnouncement } from './harvest/announcement-times.js';
import type { IngestConfig } from './ingest.config.js';

/**
 * All schedules of ingest: after each of arXiv's announcements, and a slow sweep. MongoDB says which sources are due.
 */
export function ingestSchedules(config: IngestConfig): Schedule[] {
  const minutes = [...LOOK_TIMES.rss.afterAnnouncement, ...LOOK_TIMES.oai.afterAnnouncement];
  return [
    { queue: queues.harvestSource, id: 'harvest-due', every: config.HARVEST_LOOK_SECONDS * 1_000, data: {} },
    ...minutes.map((after) => ({
      queue: queues.harvestSource,
      id: `harvest-${after}-minutes-after-announcement`,
      pattern: patternAfterAnnouncement(after),
      tz: ANNOUNCED.timeZone,
      data: {},
    })),
  ];
}
