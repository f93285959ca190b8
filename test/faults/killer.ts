import { setTimeout as sleep } from 'node:timers/promises';
import { type ServiceName, waitFor } from '@paperboy/testing';
import type { Cluster } from './cluster.js';
import type { Imports } from './imports.js';
import type { Fault } from './plan.js';

/** How long a service may take to reach the point at which it kills itself, starting included. */
const POINT_WITHIN_MS = 10_000;

/** A rebuild whose worker was killed is taken up again when that one's lease of ten seconds is over. */
const REBUILD_WITHIN_MS = 18_000;

/** How long a relay sleeps with a batch in hand: another one has to have its lease, and something to publish. */
const IN_HAND_MS = 4_500;

/** Requests to be acknowledged before the next kill. */
const WORK_BETWEEN = 10;

/** Two things go wrong at a time. */
const LANES = 2;

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
  }

  /** Kills that meet nothing at work would prove nothing; but an outage is no reason to wait for long either. */
  private async someWork(): Promise<void> {
    const before = this.acknowledged();
    await waitFor(this.acknowledged, (now) => now >= before + WORK_BETWEEN, { timeoutMs: 5_000 }).catch(
      () => undefined,
    );
  }

  private async commit(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill':
        return this.cluster.kill(fault.service, fault.replica);
      case 'crash':
        return this.note(fault.point, await this.crash(fault.service, fault.replica, fault.point));
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

  private async crash(service: ServiceName, replica: number, point: string): Promise<boolean> {
    const withinMs = point.startsWith('rebuild.') ? REBUILD_WITHIN_MS : POINT_WITHIN_MS;
    const crashed = this.cluster.crash(service, replica, point, withinMs);
    const started = await this.cluster.servesAgain(service, replica);
    // What happens within a rebuild needs one, and who is to relay or to rebuild must be the only one that can.
    if (point.startsWith('rebuild.')) await this.rebuild();
    if (started && /^(relay|rebuild)\./.test(point)) this.cluster.kill(service, 3 - replica);
    return crashed;
  }

  /** The former relay wakes up with events in hand that its follower has published since, with newer ones on top. */
  private async freezeInHand(replica: number, nth: number): Promise<void> {
    this.cluster.kill('catalog', replica, { FAULT_POINT: `relay.before-publish:${nth}:SIGSTOP` });
    if (!(await this.cluster.servesAgain('catalog', replica))) return;
    this.cluster.kill('catalog', 3 - replica);
    const frozen = await this.cluster.stopsAnswering('catalog', replica, POINT_WITHIN_MS);
    this.note('relay.before-publish', frozen);
    await sleep(IN_HAND_MS);
    this.cluster.thaw('catalog', replica);
  }

  private async rebuild(): Promise<void> {
    await this.cluster.ask('ranking', 'POST', '/internal/rebuild', {}).catch((error: unknown) => {
      // One runs already, or the first replica is down at the moment: the kill goes ahead all the same.
      if (!/409|fetch failed|aborted|50\d/.test(String(error))) throw error;
    });
  }

  private note(point: string, reached: boolean): void {
    const name = point.split(':')[0] as string;
    const known = this.points.get(name) ?? { told: 0, reached: 0 };
    this.points.set(name, { told: known.told + 1, reached: known.reached + (reached ? 1 : 0) });
  }
}
