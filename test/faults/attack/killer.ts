import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceName, waitFor } from '@paperboy/testing';
import type { Cluster } from '../cluster.js';
import type { Imports } from '../load/imports.js';
import { type Fault, POINTS } from './plan.js';

/** How long a service may take to reach the point at which it kills itself, starting included. */
const POINT_WITHIN_MS = 15_000;

/** A rebuild whose worker was killed is taken up again when its lease is over; a group moves when a member is back. */
const SLOW_WITHIN_MS = 25_000;
const SLOW = /^(rebuild|consumer\.rebalancing)/;

/** The same for a point that no kill of the plan reached: a slow machine is the usual reason. */
const PATIENT_WITHIN_MS = 90_000;

/** How long it may take until another relay has the lease of one that sleeps with a batch in hand. */
const FOLLOWED_WITHIN_MS = 20_000;
/** Requests to be acknowledged by then, so that the follower has published newer events of what the other holds. */
const WORK_WHILE_ASLEEP = 300;

/** Requests to be acknowledged before the next kill. */
const WORK_BETWEEN = 10;

/** Where a relay is frozen with a batch in hand. */
const IN_HAND: { service: ServiceName; point: string } = {
  service: 'catalog',
  point: 'relay.before-publish',
};

/** Two things go wrong at a time. */
const LANES = 2;

/** How often a point is told again that no kill of the plan came to: whether one does depends on what runs where. */
const TOLD_AGAIN = 5;

/** Does what a plan says to the running services. */
export class Killer {
  /** Points that were told to a service, and whether it came there. */
  readonly points = new Map<string, { told: number; reached: number }>();

  constructor(
    private readonly cluster: Cluster,
    private readonly imports: Imports,
    /** How many requests were acknowledged so far. */
    private readonly acknowledged: () => number,
  ) {}

  /** Goes through the plan until so many kills were made; done when everything that was frozen runs again. */
  async carryOut(plan: readonly Fault[], kills: number): Promise<void> {
    const faults = plan.values();
    const lane = async (): Promise<void> => {
      for (const fault of faults) {
        if (this.cluster.kills + this.imports.kills >= kills) return;
        await this.someWork();
        await sleep(fault.afterMs);
        await this.commit(fault);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await this.reachAll();
  }

  /** The points that were never reached, of all that there are; each as `service point`. */
  unreached(): string[] {
    return [...POINTS, IN_HAND].map(nameOf).filter((name) => !this.points.get(name)?.reached);
  }

  private async reachAll(): Promise<void> {
    for (const at of [...POINTS, IN_HAND]) {
      for (let again = 0; again < TOLD_AGAIN && this.unreached().includes(nameOf(at)); again++) {
        await this.someWork();
        const replica = 1 + (again % 2);
        if (at === IN_HAND) await this.freezeInHand(replica, 1);
        else this.note(at, await this.crash(at.service, replica, `${at.point}:1`, PATIENT_WITHIN_MS));
      }
    }
  }

  /** Kills that meet nothing at work would prove nothing; but an outage is no reason to wait for long either. */
  private async someWork(requests = WORK_BETWEEN): Promise<void> {
    const before = this.acknowledged();
    const timeoutMs = 5_000 + 20 * requests;
    await waitFor(this.acknowledged, (now) => now >= before + requests, { timeoutMs }).catch(() => undefined);
  }

  private async commit(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill':
        return this.cluster.kill(fault.service, fault.replica);
      case 'crash':
        return this.note(
          fault,
          await this.crash(fault.service, fault.replica, fault.point, withinMs(fault.point)),
        );
      case 'freeze-in-hand':
        return this.freezeInHand(fault.replica, fault.nth);
      case 'freeze':
        return this.cluster.freeze(fault.service, fault.replica, fault.forMs);
      case 'rebuild':
        await this.rebuild();
        await sleep(fault.killAfterMs);
        return this.cluster.kill('ranking', fault.replica);
      case 'kill-import':
        return this.imports.kill();
    }
  }

  private async crash(
    service: ServiceName,
    replica: number,
    point: string,
    withinMs: number,
  ): Promise<boolean> {
    const crashed = this.cluster.crash(service, replica, point, withinMs);
    const started = await this.cluster.servesAgain(service, replica);
    // What happens within a rebuild needs one; who is to relay or to rebuild must be the only one that can; and a
    // group is in motion when one of its members comes back.
    if (point.startsWith('rebuild.')) await this.rebuild();
    if (started && /^(relay|rebuild|consumer\.(rebalancing|assigned))/.test(point)) {
      this.cluster.kill(service, 3 - replica);
    }
    return crashed;
  }

  /** The former relay wakes up with events in hand that its follower has published since, with newer ones on top. */
  private async freezeInHand(replica: number, nth: number): Promise<void> {
    this.cluster.kill('catalog', replica, { FAULT_POINT: `${IN_HAND.point}:${nth}:SIGSTOP` });
    const started = await this.cluster.servesAgain('catalog', replica);
    if (started) {
      this.cluster.kill('catalog', 3 - replica);
      const frozen = await this.cluster.stopsAnswering('catalog', replica, POINT_WITHIN_MS);
      this.note(IN_HAND, frozen);
      if (frozen) {
        const leads = () => this.cluster.leads('votes', 3 - replica);
        await waitFor(leads, Boolean, { timeoutMs: FOLLOWED_WITHIN_MS, everyMs: 100 }).catch(() => undefined);
        await this.someWork(WORK_WHILE_ASLEEP);
        return this.cluster.thaw('catalog', replica);
      }
    }
    // It would freeze at any later time, when nobody is left to wake it.
    this.cluster.kill('catalog', replica);
  }

  private async rebuild(): Promise<void> {
    await this.cluster.ask('ranking', 'POST', '/internal/rebuild', {}).catch((error: unknown) => {
      // One runs already, or the first replica is down at the moment: the kill goes ahead all the same.
      if (!/409|fetch failed|aborted|terminated|50\d/.test(String(error))) throw error;
    });
  }

  private note(at: { service: ServiceName; point: string }, reached: boolean): void {
    const name = nameOf(at);
    const known = this.points.get(name) ?? { told: 0, reached: 0 };
    this.points.set(name, { told: known.told + 1, reached: known.reached + (reached ? 1 : 0) });
  }
}

function nameOf({ service, point }: { service: ServiceName; point: string }): string {
  return `${service} ${point.split(':')[0]}`;
}

function withinMs(point: string): number {
  return SLOW.test(point) ? SLOW_WITHIN_MS : POINT_WITHIN_MS;
}
