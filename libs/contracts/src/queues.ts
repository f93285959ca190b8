import { z } from 'zod';
import { editionIdSchema } from './ids.js';
import type { ServiceName } from './topics.js';

/** The contract of a queue, which has one type of job. A job carries ids only, never an address or a secret. */
export interface QueueContract<Schema extends z.ZodType = z.ZodType> {
  /** Imperative; the name of the queue and of its job. */
  readonly name: string;
  readonly service: ServiceName;
  readonly summary: string;
  readonly schema: Schema;
  /** Jobs with equal ids are one job while it waits or runs. An id has no colon and is not a plain number. */
  readonly idOf: (data: z.infer<Schema>) => string;
  readonly attempts: number;
  /** First wait before a retry in ms; doubles, with jitter. */
  readonly backoffMs: number;
}

function defineQueue<Schema extends z.ZodType>(contract: QueueContract<Schema>): QueueContract<Schema> {
  return contract;
}

/** Every queue. A service refuses to boot when one of its jobs has no handler, or two. */
export const queues = {
  harvestSource: defineQueue({
    name: 'harvest-source',
    service: 'ingest',
    summary: 'Read a source of papers on from its cursor; without an id, every one that is due.',
    schema: z.object({
      sourceId: z
        .string()
        .max(100)
        .regex(/^[A-Za-z][A-Za-z0-9.-]*$/, 'expected the id of a source')
        .optional(),
    }),
    idOf: (job) => `harvest-${job.sourceId ?? 'due'}`,
    attempts: 3,
    backoffMs: 2_000,
  }),
  closeEdition: defineQueue({
    name: 'close-edition',
    service: 'ranking',
    summary: 'Freeze the list of a period that has ended; without an id, every period that is due.',
    schema: z.object({ editionId: editionIdSchema.optional() }),
    idOf: (job) => `close-${job.editionId ?? 'due'}`,
    attempts: 10,
    backoffMs: 1_000,
  }),
  packPapers: defineQueue({
    name: 'pack-papers',
    service: 'ranking',
    summary: 'Move the votes and cards of some papers whose weight is spent from Redis to MongoDB.',
    schema: z.object({}),
    idOf: () => 'pack-spent',
    attempts: 3,
    backoffMs: 5_000,
  }),
  planDigests: defineQueue({
    name: 'plan-digests',
    service: 'mailer',
    summary: 'Write the deliveries that are due; with an edition, those of that edition.',
    schema: z.object({ editionId: editionIdSchema.optional() }),
    idOf: (job) => `plan-${job.editionId ?? 'due'}`,
    attempts: 10,
    backoffMs: 1_000,
  }),
  sendDigests: defineQueue({
    name: 'send-digests',
    service: 'mailer',
    summary: 'Send the claimed deliveries of one batch of an edition.',
    schema: z.object({ editionId: editionIdSchema, batch: z.string().min(1).max(64) }),
    idOf: (job) => `send-${job.editionId}-${job.batch}`,
    attempts: 10,
    backoffMs: 2_000,
  }),
  sendMessage: defineQueue({
    name: 'send-message',
    service: 'mailer',
    summary: 'Send one single message, such as the confirmation of a subscription.',
    schema: z.object({ messageId: z.string().min(1).max(64) }),
    idOf: (job) => `message-${job.messageId}`,
    attempts: 10,
    backoffMs: 2_000,
  }),
  planWebhooks: defineQueue({
    name: 'plan-webhooks',
    service: 'mailer',
    summary:
      'Write down what webhooks are to be told: new editions, papers with enough votes, and what searches find.',
    schema: z.object({}),
    idOf: () => 'plan-webhooks',
    attempts: 3,
    backoffMs: 2_000,
  }),
  deliverWebhook: defineQueue({
    name: 'deliver-webhook',
    service: 'mailer',
    summary: 'Tell one webhook of an edition or of papers.',
    schema: z.object({ deliveryId: z.string().min(1).max(100) }),
    idOf: (job) => `webhook-${job.deliveryId}`,
    attempts: 3,
    backoffMs: 2_000,
  }),
} as const;
