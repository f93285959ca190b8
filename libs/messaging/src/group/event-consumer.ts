import { setTimeout as sleep } from 'node:timers/promises';
import type { ComponentHealth } from '@paperboy/platform';
import { backOffMs } from '../consume/back-off.js';
import { ConsumerFigures } from './consumer-figures.js';
import { consumerHealth } from './consumer-health.js';
import type { EventConsumerParts } from './consumer-parts.js';
import { Membership } from './membership.js';

const RESTART = { firstMs: 200, mostMs: 5_000 };
/** After a membership of this length the next one is not made to wait for the failures before it. */
const LONG_MS = 60_000;

/**
 * A service's share in a consumer group: one membership after the other, whatever happens to it or to the broker, until
 * it is stopped.
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
    return this.parts.nameOf(this.parts.contract.group);
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

  /** With own offsets: asks again where idle partitions stand, for a store that came back with other positions. */
  reread(): void {
    this.membership?.reread();
  }

  /** How far behind each partition is, in records; a partition whose position or end is not known yet is left out. */
  lag(): Map<string, bigint> {
    return this.figures.lag();
  }

  /** Whether every partition that is assigned here, and at least one is, was read to its end. */
  caughtUp(): boolean {
    const { membership } = this;
    if (!membership?.joined || membership.partitions.size === 0) return false;
    return this.figures.caughtUp(membership.partitions.keys());
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
        log.warn({ group: contract.group, waitMs, reason: this.lastError }, 'Consumer starts again.');
        await sleep(waitMs, undefined, { signal: this.stopSignal.signal }).catch(() => undefined);
      }
    }
  }
}
