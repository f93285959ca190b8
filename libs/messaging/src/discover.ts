import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { ConsumerContract, QueueContract, ServiceName } from '@paperboy/contracts';
import { BootRefused, bootFaults } from './boot-check.js';
import { groupsOf } from './consume/keeps-offsets.js';
import { patternsOf } from './consume/on-event.js';
import type { OwnOffsets } from './consume/received-event.js';
import { queuesOf, type ReceivedJob } from './jobs/handle-job.js';

/** The handlers in a service's controllers and providers. */
export interface Handlers {
  patterns: string[];
  jobs: Map<string, ((job: ReceivedJob<unknown>) => Promise<void>)[]>;
  ownOffsets: Map<string, OwnOffsets>;
  /** With repetitions, so that two keepers of the same group are noticed. */
  keepers: string[];
}

type Instance = Record<string, unknown>;

/** Looks through all controllers and providers for handlers of events and jobs and for keepers of offsets. */
export function discover(discovery: DiscoveryService): Handlers {
  const found: Handlers = { patterns: [], jobs: new Map(), ownOffsets: new Map(), keepers: [] };
  const scanner = new MetadataScanner();
  for (const { instance } of discovery.getControllers()) {
    for (const method of methods(scanner, instance)) found.patterns.push(...patternsOf(method));
  }
  for (const { instance } of [...discovery.getProviders(), ...discovery.getControllers()]) {
    if (typeof instance !== 'object' || instance === null) continue;
    for (const group of groupsOf(instance.constructor)) {
      found.keepers.push(group);
      found.ownOffsets.set(group, instance as OwnOffsets);
    }
    for (const method of methods(scanner, instance)) {
      for (const queue of queuesOf(method)) {
        const bound = (method as (job: ReceivedJob<unknown>) => Promise<void>).bind(instance);
        found.jobs.set(queue, [...(found.jobs.get(queue) ?? []), bound]);
      }
    }
  }
  return found;
}

/** Throws BootRefused with a sentence for each handler that is missing or superfluous. */
export function refuseOrGo(
  service: ServiceName,
  declared: { consumers: readonly ConsumerContract[]; queues: readonly QueueContract[] },
  found: Handlers,
): void {
  const jobs = [...found.jobs].flatMap(([queue, handlers]) => handlers.map(() => queue));
  const faults = bootFaults({
    service,
    ...declared,
    patterns: found.patterns,
    jobs,
    ownOffsets: found.keepers,
  });
  if (faults.length > 0) throw new BootRefused(faults);
}

function methods(scanner: MetadataScanner, instance: unknown): unknown[] {
  if (typeof instance !== 'object' || instance === null) return [];
  const prototype = Object.getPrototypeOf(instance) as object | null;
  if (!prototype || prototype === Object.prototype) return [];
  return scanner.getAllMethodNames(prototype).map((name) => (instance as Instance)[name]);
}
