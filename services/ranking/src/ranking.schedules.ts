import { queues } from '@paperboy/contracts';
import type { Schedule } from '@paperboy/messaging';
import type { RankingConfig } from './ranking.config.js';

/** All schedules of ranking. Which periods are due is read from the lists and the editions, so a lost job costs one turn. */
export function rankingSchedules(config: RankingConfig): Schedule[] {
  return [
    { queue: queues.closeEdition, id: 'close-due', every: config.CLOSE_EVERY_SECONDS * 1_000, data: {} },
  ];
}
