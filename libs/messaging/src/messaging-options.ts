import type { ConsumerContract, QueueContract } from '@paperboy/contracts';
import type { Schedule } from './jobs/jobs.js';
import type { RelayContract } from './outbox/outbox-relay.js';

/** A service's consumers, queues, relays and schedules. */
export interface MessagingOptions {
  consumers?: readonly ConsumerContract[];
  queues?: readonly QueueContract[];
  /** Collections whose documents carry events, and the topics these go to. */
  relays?: readonly RelayContract[];
  /** The service's schedules, or a function that makes them from the configuration. */
  schedules?: readonly Schedule[] | ((config: never) => readonly Schedule[]);
  /** The number of jobs that a replica runs at a time, by the queue's name. 1 by default. */
  concurrency?: Readonly<Record<string, number>>;
}

/** The tokens of the module's providers. */
export const SERVICE = Symbol('MESSAGING_SERVICE');
export const OPTIONS = Symbol('MESSAGING_OPTIONS');
export const KAFKA = Symbol('KAFKA');
export const RELAYS = Symbol('RELAYS');
