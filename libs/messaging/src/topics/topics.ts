// Imported as the default export, since Node finds only some of the names of this CommonJS package.
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { differing, type TopicSettings } from './topic-settings.js';

/** The changes, by the topics' names on Kafka. */
export interface TopicChanges {
  created: string[];
  altered: string[];
  unchanged: string[];
  /** Topics whose number of partitions differs from the contracts. It is never changed, since keys would move. */
  otherPartitions: string[];
}

/** The present state of a topic. */
export interface TopicState {
  topic: string;
  partitions: number;
  /** The sum of last minus first offset over all partitions: an upper bound for the number of records. */
  records: number;
  settings: 'as they should be' | string[];
}

/** The topic's own overrides in Kafka's answer to describeConfigs. */
const OWN_SETTING = 1;
const READABLE_WITHIN_MS = 30_000;

/** Creates the topics that are missing, alters settings that differ, and waits until every partition can be read. */
export async function createTopics(
  kafka: Kafka,
  wanted: readonly TopicSettings[],
  nameOf: (name: string) => string,
): Promise<TopicChanges> {
  return withAdmin(kafka, async (admin) => {
    const { brokers } = await admin.describeCluster();
    const replicationFactor = Math.min(3, brokers.length);
    const existing = new Set(await admin.listTopics());
    const missing = wanted.filter(({ name }) => !existing.has(nameOf(name)));
    if (missing.length > 0) {
      await admin.createTopics({
        timeout: 15_000,
        waitForLeaders: false,
        topics: missing.map(({ name, partitions, settings }) => ({
          topic: nameOf(name),
          numPartitions: partitions,
          replicationFactor,
          configEntries: Object.entries({
            ...settings,
            ...(replicationFactor === 3 ? { 'min.insync.replicas': '2' } : {}),
          }).map(([key, value]) => ({ name: key, value })),
        })),
      });
    }
    const present = wanted.filter(({ name }) => existing.has(nameOf(name)));
    const altered = await alter(admin, present, nameOf);
    const otherPartitions = await awaitReadable(admin, wanted, nameOf);
    const unchanged = present.map(({ name }) => nameOf(name)).filter((name) => !altered.includes(name));
    return { created: missing.map(({ name }) => nameOf(name)), altered, unchanged, otherPartitions };
  });
}

/** The present state of the topics; missing ones are left out. */
export async function listTopics(
  kafka: Kafka,
  wanted: readonly TopicSettings[],
  nameOf: (name: string) => string,
): Promise<TopicState[]> {
  return withAdmin(kafka, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const present = wanted.filter(({ name }) => existing.has(nameOf(name)));
    const found = await settingsOf(admin, present, nameOf);
    const states: TopicState[] = [];
    for (const { name, settings } of present) {
      const topic = nameOf(name);
      const offsets = await admin.fetchTopicOffsets(topic);
      const records = offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
      const wrong = differing(settings, found.get(topic)?.values ?? new Map());
      states.push({
        topic,
        partitions: offsets.length,
        records,
        settings: wrong.length === 0 ? 'as they should be' : wrong,
      });
    }
    return states;
  });
}

/** Runs a function with an admin client, and closes the client afterwards. */
export async function withAdmin<Result>(
  kafka: Kafka,
  act: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await act(admin);
  } finally {
    await admin.disconnect();
  }
}

interface FoundSettings {
  values: Map<string, string>;
  own: Map<string, string>;
}

async function settingsOf(
  admin: Admin,
  wanted: readonly TopicSettings[],
  nameOf: (name: string) => string,
): Promise<Map<string, FoundSettings>> {
  if (wanted.length === 0) return new Map();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: wanted.map(({ name }) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name: nameOf(name) })),
  });
  return new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      {
        values: new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
        own: new Map(
          configEntries
            .filter(({ configSource }) => Number(configSource) === OWN_SETTING)
            .map(({ configName, configValue }) => [configName, configValue]),
        ),
      },
    ]),
  );
}

async function alter(
  admin: Admin,
  present: readonly TopicSettings[],
  nameOf: (name: string) => string,
): Promise<string[]> {
  const found = await settingsOf(admin, present, nameOf);
  const wrong = present.filter(
    ({ name, settings }) => differing(settings, found.get(nameOf(name))?.values ?? new Map()).length > 0,
  );
  if (wrong.length === 0) return [];
  await admin.alterConfigs({
    validateOnly: false,
    // Kafka replaces all overrides of a topic, so the ones that an operator added have to be repeated.
    resources: wrong.map(({ name, settings }) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: nameOf(name),
      configEntries: Object.entries({
        ...Object.fromEntries(found.get(nameOf(name))?.own ?? []),
        ...settings,
      }).map(([key, value]) => ({ name: key, value })),
    })),
  });
  return wrong.map(({ name }) => nameOf(name));
}

async function awaitReadable(
  admin: Admin,
  wanted: readonly TopicSettings[],
  nameOf: (name: string) => string,
): Promise<string[]> {
  const names = wanted.map(({ name }) => nameOf(name));
  const deadline = Date.now() + READABLE_WITHIN_MS;
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: names });
      const led = topics.filter(
        ({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0),
      );
      if (led.length === names.length) {
        // A broker is named the leader of a new partition a moment before it acts as such.
        for (const name of names) await admin.fetchTopicOffsets(name);
        const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
        return wanted
          .filter(({ name, partitions }) => counts.get(nameOf(name)) !== partitions)
          .map(({ name }) => nameOf(name));
      }
    } catch (error) {
      // A broker may not know a topic that was just made, or may not lead it yet.
      if (Date.now() >= deadline) throw error;
    }
    if (Date.now() >= deadline) throw new Error('Some partitions have no leader.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
