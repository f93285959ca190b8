export { BootRefused } from './boot-check.js';
export type { EventConsumer } from './consume/event-consumer.js';
export { EventConsumers, type ExtraConsumer } from './consume/event-consumers.js';
export { KeepsOffsets } from './consume/keeps-offsets.js';
export { OnBatch, OnEvent } from './consume/on-event.js';
export {
  type EventBatch,
  OffsetMismatch,
  type OwnOffsets,
  partitionKey,
  type ReceivedEvent,
  type TopicPartition,
} from './consume/received-event.js';
export { type CrashPoint, crashPoint } from './crash-point.js';
export { deadLettersCommand } from './dead-letters/dead-letters.command.js';
export { parkingClaimSchema } from './dead-letters/parking-claim.schema.js';
export { HandleJob, type ReceivedJob } from './jobs/handle-job.js';
export { Jobs, type Rhythm, type Schedule } from './jobs/jobs.js';
export { createKafka } from './kafka/kafka-client.js';
export { OperatorKafka, type OperatorKafkaParts } from './kafka/operator-kafka.js';
export { type Publishable, Publisher } from './kafka/publisher.js';
export { MessagingModule } from './messaging.module.js';
export type { MessagingOptions } from './messaging-options.js';
export { Outbox } from './outbox/outbox.js';
export { bulkFields, outboxFields, relayed, relayedInBulk } from './outbox/outbox.schema.js';
export type { RelayContract } from './outbox/outbox-relay.js';
export {
  bulkEvent,
  type OutboxDocument,
  type PendingEvent,
  pendingStage,
  type StoredPending,
  type WrittenInBulk,
} from './outbox/pending-stage.js';
export { allTopicSettings } from './topics/topic-settings.js';
export { topicsCommand } from './topics/topics.command.js';
export { createTopics } from './topics/topics.js';
