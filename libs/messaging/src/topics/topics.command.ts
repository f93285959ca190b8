import { say, sayJson } from '@paperboy/platform';
import { Command, InvalidArgumentError } from 'commander';
import { type KafkaOperator, runWithKafka } from '../operator.js';
import { allTopicSettings } from './topic-settings.js';
import { createTopics, listTopics, type TopicChanges } from './topics.js';

function seconds(value: string): number {
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('Expected a number of seconds.');
  return Number(value);
}

/** `paperboy topics create|list`: the topics of the contracts on Kafka. */
export function topicsCommand(): Command {
  const command = new Command('topics').description('create or list the topics on Kafka');
  command
    .command('create')
    .description(
      'create the topics that are missing and set right what differs; changes nothing when run again',
    )
    .option('--wait <seconds>', 'how long to wait for Kafka', seconds, 30)
    .option('--json', 'print the result as JSON')
    .action(({ wait, json }: { wait: number; json?: boolean }) =>
      runWithKafka(async (operator) => {
        const changes = await untilReached(operator, wait);
        if (json) sayJson(changes);
        else say(sentence(changes));
      }),
    );
  command
    .command('list')
    .description('list the topics with their partitions, records and whether their settings are right')
    .option('--json', 'print the result as JSON')
    .action(({ json }: { json?: boolean }) =>
      runWithKafka(async ({ kafka, nameOf }) => {
        const states = await listTopics(kafka, allTopicSettings(), nameOf);
        if (json) sayJson(states);
        for (const { topic, partitions, records, settings } of json ? [] : states) {
          const remark = typeof settings === 'string' ? '' : `  differs: ${settings.join(', ')}`;
          say(
            `${topic.padEnd(36)} ${String(partitions).padStart(3)} partitions ${String(records).padStart(10)} records${remark}`,
          );
        }
      }),
    );
  return command;
}

async function untilReached({ kafka, nameOf }: KafkaOperator, waitSeconds: number): Promise<TopicChanges> {
  const deadline = Date.now() + waitSeconds * 1_000;
  for (;;) {
    try {
      return await createTopics(kafka, allTopicSettings(), nameOf);
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

function sentence({ created, altered, unchanged, otherPartitions }: TopicChanges): string {
  const counts = `Topics: ${created.length} created, ${altered.length} altered, ${unchanged.length} as they were.`;
  return otherPartitions.length === 0
    ? counts
    : `${counts} Another number of partitions than expected: ${otherPartitions.join(', ')}.`;
}
