import { queues } from '@paperboy/contracts';
import type { Schedule } from '@paperboy/messaging';

/** All schedules of the mailer. */
export const mailerSchedules: Schedule[] = [
  // A digest comes at most half a minute after its hour.
  { queue: queues.planDigests, id: 'due', every: 30_000, data: {} },
  // A webhook is told of a new edition, and of a paper that has the votes, within half a minute.
  { queue: queues.planWebhooks, id: 'due', every: 30_000, data: {} },
];
