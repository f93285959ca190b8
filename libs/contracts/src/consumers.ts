import { type ServiceName, type TopicContract, topics } from './topics.js';

/** A consumer group of one service, and the topics that it reads. */
export interface ConsumerContract {
  /** The Kafka group id. */
  readonly group: string;
  readonly service: ServiceName;
  readonly topics: readonly TopicContract[];
  /** `broker`: committed to Kafka after the effect. `own`: kept by the service in the same write as its effects. */
  readonly offsets: 'broker' | 'own';
  /**
   * `group` unless stated: the replicas share the partitions. `every-replica`: each reads all of them into a read model
   * of its own, and so keeps its offsets there.
   */
  readonly readers?: 'group' | 'every-replica';
}

/** Every consumer. A service refuses to boot when an event of one of its consumers has no handler. */
export const consumers = {
  catalogRecords: {
    group: 'catalog.records',
    service: 'catalog',
    topics: [topics.records],
    offsets: 'broker',
  },
  catalogBulkRecords: {
    group: 'catalog.bulk-records',
    service: 'catalog',
    topics: [topics.bulkRecords],
    offsets: 'broker',
  },
  catalogSearch: {
    group: 'catalog.search',
    service: 'catalog',
    topics: [topics.papers, topics.votes],
    offsets: 'own',
    readers: 'every-replica',
  },
  rankingVotes: { group: 'ranking.votes', service: 'ranking', topics: [topics.votes], offsets: 'own' },
  rankingPapers: {
    group: 'ranking.papers',
    service: 'ranking',
    topics: [topics.papers, topics.comments, topics.people],
    offsets: 'own',
  },
  mailerEditions: {
    group: 'mailer.editions',
    service: 'mailer',
    topics: [topics.editions],
    offsets: 'broker',
  },
  mailerComments: {
    group: 'mailer.comments',
    service: 'mailer',
    topics: [topics.comments],
    offsets: 'broker',
  },
} as const satisfies Record<string, ConsumerContract>;
