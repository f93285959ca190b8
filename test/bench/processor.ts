import { readOfProcess, statsOfTree } from '../../deploy/local/machine/process-tree.js';
import { processorMsOf } from '../../deploy/local/machine/processor.js';

/** What a command line says of the part that runs it; the services are told by their process ids. */
const PARTS: readonly [RegExp, string][] = [
  [/kafka\.Kafka/, 'kafka'],
  [/mongodb-host|mongod\b/, 'mongodb'],
  [/redis-server|valkey-server/, 'redis'],
  [/load\.main/, 'load'],
  [/bare\.main/, 'bare'],
];

/** Milliseconds of processor time that each process below this one has taken so far, by name; empty where there is no /proc. */
export function processorMs(services: ReadonlyMap<number, string>): Map<string, number> {
  const byName = new Map<string, number>();
  for (const [pid, stat] of statsOfTree(process.pid)) {
    const ms = processorMsOf(stat);
    const command = readOfProcess(pid, 'cmdline');
    const name = services.get(pid) ?? PARTS.find(([pattern]) => pattern.test(command))?.[1] ?? 'others';
    byName.set(name, (byName.get(name) ?? 0) + ms);
  }
  return byName;
}

/** What each took between two looks, the most first, as `catalog 1.2, kafka 0.8`: milliseconds for each piece of work. */
export function processorShares(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  work: number,
): string {
  return [...after]
    .map(([name, ms]) => [name, (ms - (before.get(name) ?? 0)) / work] as const)
    .filter(([, ms]) => ms >= 0.005)
    .sort(([, one], [, other]) => other - one)
    .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
    .join(', ');
}
