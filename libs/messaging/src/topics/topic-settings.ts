import {
  DEAD_LETTER_DAYS,
  deadLetterTopic,
  PARTITIONS,
  SERVICES,
  type TopicContract,
  topics,
} from '@paperboy/contracts';

/** The settings that a topic should have on Kafka. */
export interface TopicSettings {
  /** Its name in the contracts. */
  name: string;
  partitions: number;
  /** Kafka's own names and values. */
  settings: Readonly<Record<string, string>>;
}

const DAY_MS = 86_400_000;

/** Kafka's default, set explicitly: EVENT_BYTES and Kafka's own fields fit in, whatever the broker's setting is. */
const RECORD_BYTES = 1_048_588;

/**
 * The broker unpacks records of any codec. kafkajs knows gzip alone, and its consumer would end at the first record of
 * another codec, again and again. The broker also refuses a small record that unpacks to a large one.
 */
const READABLE = { 'compression.type': 'uncompressed' };

/** Every topic of the contracts and the dead letters of every service, with their settings. */
export function allTopicSettings(): TopicSettings[] {
  const events = Object.values<TopicContract>(topics).map(({ name, kept }) => ({
    name,
    partitions: PARTITIONS,
    settings: {
      ...READABLE,
      'max.message.bytes': String(RECORD_BYTES),
      ...(kept.compacted
        ? compacted()
        : { 'cleanup.policy': 'delete', 'retention.ms': String((kept.days ?? 7) * DAY_MS) }),
    },
  }));
  const letters = SERVICES.map((service) => ({
    name: deadLetterTopic(service),
    partitions: PARTITIONS,
    settings: {
      ...READABLE,
      'cleanup.policy': 'compact,delete',
      'retention.ms': String(DEAD_LETTER_DAYS * DAY_MS),
      'min.compaction.lag.ms': '0',
      // A dead letter is its original with more headers, so its limit is higher.
      'max.message.bytes': String(2 * RECORD_BYTES),
    },
  }));
  return [...events, ...letters];
}

function compacted(): Record<string, string> {
  return {
    'cleanup.policy': 'compact',
    'min.compaction.lag.ms': '0',
    // Replaced and deleted records leave the disk within a week, even in a topic that hardly changes.
    'max.compaction.lag.ms': String(7 * DAY_MS),
    // Only closed segments are compacted: one a day keeps a rebuild to about one record a key.
    'segment.ms': String(DAY_MS),
    // A consumer that was away for a week still reads the tombstones.
    'delete.retention.ms': String(7 * DAY_MS),
  };
}

/** The settings that differ from the wanted ones. */
export function differing(
  wanted: Readonly<Record<string, string>>,
  found: ReadonlyMap<string, string>,
): string[] {
  return Object.keys(wanted).filter((name) => normal(wanted[name]) !== normal(found.get(name)));
}

/** Kafka gives lists in an order of its own. */
function normal(value: string | undefined): string | undefined {
  return value
    ?.split(',')
    .map((part) => part.trim())
    .sort()
    .join(',');
}
