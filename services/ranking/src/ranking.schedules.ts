import { queues } from '@paperboy/contracts';
import type { Schedule } from '@paperboy/messaging';
import type { RankingConfig } from './ranking.config.js';

/** So often some papers are looked at, to pack those whose weight is spent. */
const PACK_EVERY_MS = 5 * 60_000;

/** All schedules of ranking. Which periods are due is read from the lists and the editions, so a lost job costs one turn. */
export function rankingSchedules(config: RankingConfig): Schedule[] {
  return [
    { queue: queues.closeEdition, id: 'close-due', every: config.CLOSE_EVERY_SECONDS * 1_000, data: {} },
    { queue: queues.packPapers, id: 'pack-spent', every: PACK_EVERY_MS, data: {} },
  ];
}
