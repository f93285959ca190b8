import { setTimeout as sleep } from 'node:timers/promises';
import type { ComponentHealth } from '@paperboy/platform';
import { backOffMs } from '../back-off.js';
import type { EventConsumerParts } from './consumer-parts.js';
import { Membership } from './membership.js';
import { ConsumerFigures } from './watch/consumer-figures.js';
import { consumerHealth } from './watch/consumer-health.js';

const RESTART = { firstMs: 200, mostMs: 5_000 };
/** After a membership of this length the back-off starts from the beginning. */
const LONG_MS = 60_000;

/**
 * A service's consumer of one group. It joins again after every crash and every absence of the broker, until it is
 * stopped.
 */
export class EventConsumer {
  private membership: Membership | undefined;
  private stopping = false;
  private readonly figures: ConsumerFigures;
  private readonly stopSignal = new AbortController();
  private supervised: Promise<void> = Promise.resolve();
  private lastError: string | undefined;

  constructor(private readonly parts: EventConsumerParts) {
    this.figures = new ConsumerFigures(parts.contract.group);
  }

  /** The group's name on Kafka. */
  get groupId(): string {
    return this.parts.groupId;
  }

  /** Starts in the background; never waits for the broker. */
  start(): void {
    this.supervised = this.supervise();
  }

  /** Finishes the event in hand, commits, leaves the group. Bounded in time. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.membership?.finish();
    this.stopSignal.abort();
    this.membership?.end(new Error('stopped'));
    await this.supervised;
  }

  /**
   * With own offsets: asks again for the stored positions of idle partitions, since the store came back with other
   * ones.
   */
  reread(): void {
    this.membership?.reread();
  }

  /** The lag of each partition in records. A partition is left out until its position and its end are known. */
  lag(): Map<string, bigint> {
    return this.figures.lag();
  }

  /**
   * Whether every partition was read up to the end that it had when the end was first known. Stays true: later events
   * are lag, and do not make a read model incomplete.
   */
  hasReadBacklog(): boolean {
    const { membership } = this;
    if (!membership?.joined || membership.partitions.size === 0) return false;
    return this.figures.hasReadBacklog(membership.partitions.keys());
  }

  health(): ComponentHealth {
    return consumerHealth({
      joined: this.membership?.joined === true,
      lastError: this.lastError,
      partitions: [...(this.membership?.partitions.values() ?? [])],
      inHandSince: this.membership?.handlingSince ?? [],
      lag: this.lag(),
      now: Date.now(),
    });
  }

  private async supervise(): Promise<void> {
    for (let failures = 1; !this.stopping; failures += 1) {
      const startedAt = Date.now();
      const membership = new Membership(this.parts, this.figures, () => {
        this.lastError = undefined;
      });
      this.membership = membership;
      try {
        await membership.live();
      } catch (error) {
        this.membership = undefined;
        if (this.stopping) break;
        if (Date.now() - startedAt > LONG_MS) failures = 1;
        this.lastError = String(error).slice(0, 300);
        const waitMs = backOffMs(failures, RESTART);
        const { contract, log } = this.parts;
        log.warn({ group: contract.group, waitMs, reason: this.lastError }, 'The consumer starts again.');
        await sleep(waitMs, undefined, { signal: this.stopSignal.signal }).catch(() => undefined);
      }
    }
  }
}
