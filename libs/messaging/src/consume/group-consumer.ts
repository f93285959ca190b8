import type { Consumer, Kafka } from 'kafkajs';

/** Makes a kafkajs consumer. The group notices the death of such a consumer within seconds. */
export function groupConsumer(kafka: Kafka, groupId: string): Consumer {
  return kafka.consumer({
    groupId,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    heartbeatInterval: 2_000,
    // The broker answers as soon as there is one byte. A partition that is resumed, and a member that leaves, wait for
    // the end of the fetch under way.
    maxWaitTimeInMs: 500,
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
