import { queues } from '@paperboy/contracts';
import type { Schedule } from '@paperboy/messaging';

/** All schedules of ranking. Which periods are due is read from the lists and the editions, so a lost job costs half a minute. */
export const rankingSchedules: Schedule[] = [
  { queue: queues.closeEdition, id: 'close-due', every: 30_000, data: {} },
];
