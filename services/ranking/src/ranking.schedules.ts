import { queues } from '@paperboy/contracts';
import type { Schedule } from '@paperboy/messaging';
import type { RankingConfig } from './ranking.config.js';

/** How often some papers are checked, and packed if their weight is spent. */
const PACK_EVERY_MS = 5 * 60_000;

/** All schedules of ranking. The lists and the editions say which periods are due, so a lost job costs one turn. */
export function rankingSchedules(config: RankingConfig): Schedule[] {
  return [
    { queue: queues.closeEdition, id: 'close-due', every: config.CLOSE_EVERY_SECONDS * 1_000, data: {} },
    { queue: queues.packPapers, id: 'pack-spent', every: PACK_EVERY_MS, data: {} },
  ];
}
