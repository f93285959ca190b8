import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { crashPoint } from '../crash-point.js';

const CONCURRENT_PARTITIONS = 12;

/** A fetch of a partition that held transaction markers and no events. Offsets as decimal strings. */
export interface PassedMarkers {
  /** The topic's name on Kafka. */
  topic: string;
  partition: number;
  lastOffset: string;
  highWatermark: string;
}

/** What a member of a group tells of. */
export interface MemberEvents {
  onCrash: (error: Error) => void;
  onConnected: () => void;
  /** Called before it joins anew; what is thrown keeps it from that. */
  onRejoin: () => void;
  /** The broker was heard of. */
  onSign: () => void;
  /** The partitions of a new generation, by the topics' names on Kafka. Called before anything of them is fetched. */
  onAssigned: (assignment: Record<string, number[]>) => void;
  onMarkers: (seen: PassedMarkers) => void;
  onBatch: (payload: EachBatchPayload) => Promise<void>;
}

/** A kafkajs consumer that is noticed within seconds when it dies, and asks the broker often enough to be quick. */
export function memberOf(kafka: Kafka, groupId: string): Consumer {
  return kafka.consumer({
    groupId,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    heartbeatInterval: 2_000,
    maxWaitTimeInMs: 250,
    minBytes: 1,
    allowAutoTopicCreation: false,
    // EventConsumer starts again by itself, with a fresh consumer: kafkajs' own restart can wedge.
    retry: {
      retries: 3,
      initialRetryTime: 100,
      maxRetryTime: 1_000,
      factor: 0.2,
      multiplier: 2,
      restartOnFailure: async () => false,
    },
  });
}

/** Joins the group and reads; resolves when it has joined. Offsets are neither resolved nor committed by kafkajs. */
export async function joinGroup(consumer: Consumer, topics: string[], events: MemberEvents): Promise<void> {
  consumer.on(consumer.events.CRASH, ({ payload }) => events.onCrash(payload.error));
  consumer.on(consumer.events.FETCH, events.onSign);
  consumer.on(consumer.events.HEARTBEAT, events.onSign);
  consumer.on(consumer.events.REBALANCING, () => {
    events.onSign();
    crashPoint('consumer.rebalancing');
    events.onRejoin();
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    events.onSign();
    events.onAssigned(payload.memberAssignment);
  });
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize === 0) events.onMarkers(payload);
  });
  await consumer.connect();
  events.onConnected();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
    eachBatch: events.onBatch,
  });
}
