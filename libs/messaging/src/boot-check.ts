import {
  type ConsumerContract,
  consumers,
  type QueueContract,
  queues,
  type ServiceName,
} from '@paperboy/contracts';
import { batchPattern, eventPattern } from './consume/on-event.js';

/** Refuses the start of a service whose declarations and handlers do not match, with one sentence for each fault. */
export class BootRefused extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'BootRefused';
  }
}

/** The declarations of a service, and the handlers that were found in it. */
export interface Declared {
  service: ServiceName;
  consumers: readonly ConsumerContract[];
  queues: readonly QueueContract[];
  /** Every pattern that a controller's method handles; once for each method. */
  patterns: readonly string[];
  /** Every queue that a provider's method handles; once for each method. */
  jobs: readonly string[];
  /** The groups for which a provider keeps offsets. */
  ownOffsets: readonly string[];
}

/** One sentence for each handler that is missing or superfluous; none when the service may boot. */
export function bootFaults(declared: Declared): string[] {
  return [
    ...undeclared(declared),
    ...consumerFaults(declared),
    ...queueFaults(declared),
    ...strayFaults(declared),
  ];
}

function undeclared({ service, consumers: mine, queues: mineToo }: Declared): string[] {
  const missingConsumers = Object.values<ConsumerContract>(consumers)
    .filter((contract) => contract.service === service && !mine.some(({ group }) => group === contract.group))
    .map(
      (contract) =>
        `The contracts give the consumer ${contract.group} to ${service}, which does not declare it.`,
    );
  const missingQueues = Object.values<QueueContract>(queues)
    .filter((contract) => contract.service === service && !mineToo.some(({ name }) => name === contract.name))
    .map(
      (contract) => `The contracts give the queue ${contract.name} to ${service}, which does not declare it.`,
    );
  return [...missingConsumers, ...missingQueues];
}

function consumerFaults({ consumers: mine, patterns, ownOffsets }: Declared): string[] {
  const times = counted(patterns);
  return mine.flatMap((consumer) => {
    const faults: string[] = [];
    // The service opens this consumer by itself, and then passes the handler and the keeper of the offsets.
    if (consumer.readers === 'every-replica') return faults;
    const batches = times.get(batchPattern(consumer)) ?? 0;
    if (batches > 1)
      faults.push(`The consumer ${consumer.group} has ${batches} handlers of batches instead of one.`);
    for (const type of new Set(consumer.topics.flatMap(({ events }) => events.map((event) => event.type)))) {
      const handlers = (times.get(eventPattern(consumer, type)) ?? 0) + (batches > 0 ? 1 : 0);
      if (handlers === 0) faults.push(`The event ${type} of the consumer ${consumer.group} has no handler.`);
      if (handlers > 1)
        faults.push(
          `The event ${type} of the consumer ${consumer.group} has ${handlers} handlers instead of one.`,
        );
    }
    const keepers = ownOffsets.filter((group) => group === consumer.group).length;
    if (consumer.offsets === 'own' && keepers !== 1) {
      faults.push(
        `The consumer ${consumer.group} needs one provider that keeps its offsets and has ${keepers}.`,
      );
    }
    if (consumer.offsets === 'own' && batches === 0)
      faults.push(`The consumer ${consumer.group} keeps its own offsets and so needs a handler of batches.`);
    return faults;
  });
}

function queueFaults({ queues: mine, jobs }: Declared): string[] {
  const times = counted(jobs);
  return mine.flatMap(({ name }) => {
    const handlers = times.get(name) ?? 0;
    if (handlers === 0) return [`The jobs of the queue ${name} have no handler.`];
    return handlers > 1 ? [`The jobs of the queue ${name} have ${handlers} handlers instead of one.`] : [];
  });
}

function strayFaults({ service, consumers: mine, queues: mineToo, patterns, jobs }: Declared): string[] {
  const groups = new Set(mine.map(({ group }) => group));
  const names = new Set(mineToo.map(({ name }) => name));
  const events = patterns
    .filter((pattern) => !groups.has(pattern.slice(0, pattern.lastIndexOf('/'))))
    .map((pattern) => `There is a handler of ${pattern}, but ${service} does not declare that consumer.`);
  const strayJobs = jobs
    .filter((name) => !names.has(name))
    .map((name) => `There is a handler of the queue ${name}, but ${service} does not declare it.`);
  return [...events, ...strayJobs];
}

function counted(names: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1);
  return times;
}
