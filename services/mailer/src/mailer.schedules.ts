import { queues } from '@paperboy/contracts';
import type { Schedule } from '@paperboy/messaging';

/** All schedules of the mailer. */
export const mailerSchedules: Schedule[] = [
  // So a digest is planned at most half a minute after its hour.
  { queue: queues.planDigests, id: 'due', every: 30_000, data: {} },
  // So a webhook is told within half a minute of a new edition, of a paper that has reached the upvotes, or of one
  // that its search finds.
  { queue: queues.planWebhooks, id: 'due', every: 30_000, data: {} },
];
