import type { ServiceName } from '@paperboy/testing';
import { type Random, randomOf } from '../random.js';

/** How many replicas of each service are there to be killed. */
export const REPLICAS = { ingest: 1, catalog: 2, ranking: 2, mailer: 1, web: 2 } as const;

/** One thing that is done to the running services; `afterMs` is the wait before it. */
export type Fault = { afterMs: number } & (
  | { kind: 'kill'; service: ServiceName; replica: number }
  /** Killed, and started with a point in its own code at which it kills itself. */
  | { kind: 'crash'; service: ServiceName; replica: number; point: string }
  /** Started with a point at which it freezes itself, relaying, with a batch in hand; thawed after another relays. */
  | { kind: 'freeze-in-hand'; replica: number; nth: number }
  /** Frozen for longer than a relay's lease lasts. */
  | { kind: 'freeze'; service: ServiceName; replica: number; forMs: number }
  /** A rebuild is begun, and whoever may be working at it killed soon after. */
  | { kind: 'rebuild'; killAfterMs: number; replica: number }
  | { kind: 'kill-import' }
);

/** Kills that a fault stands for. */
export function killsOf(fault: Fault): number {
  if (fault.kind === 'freeze') return 0;
  return fault.kind === 'crash' || fault.kind === 'freeze-in-hand' ? 2 : 1;
}

/** Where each service is told to kill itself, at which passing at most. */
export const POINTS: readonly { service: ServiceName; point: string; upTo: number }[] = [
  { service: 'catalog', point: 'outbox.after-write', upTo: 20 },
  { service: 'catalog', point: 'relay.after-publish', upTo: 8 },
  { service: 'catalog', point: 'relay.after-positions', upTo: 8 },
  { service: 'catalog', point: 'relay.takeover', upTo: 1 },
  { service: 'catalog', point: 'consumer.after-effect', upTo: 3 },
  { service: 'catalog', point: 'consumer.mid-batch', upTo: 3 },
  { service: 'catalog', point: 'consumer.rebalancing', upTo: 2 },
  { service: 'catalog', point: 'consumer.assigned', upTo: 3 },
  { service: 'ranking', point: 'consumer.after-effect', upTo: 12 },
  { service: 'ranking', point: 'consumer.rebalancing', upTo: 2 },
  { service: 'ranking', point: 'consumer.assigned', upTo: 3 },
  { service: 'ranking', point: 'rebuild.before-swap', upTo: 3 },
  { service: 'ranking', point: 'rebuild.after-swap', upTo: 1 },
];

/** Relays that sleep with events in hand: only some of those wake up with old ones, with newer ones published meanwhile. */
const IN_HAND_AT_LEAST = 4;

type Due = (typeof POINTS)[number] | 'freeze-in-hand';

/** The faults of a run, from its seed alone. */
export function planOf(seed: number, kills: number): Fault[] {
  const random = randomOf(seed).split('plan');
  const faults: Fault[] = [];
  // What each run has to hold, in any order, before chance decides alone.
  const due = shuffled<Due>([...POINTS, ...Array<Due>(IN_HAND_AT_LEAST).fill('freeze-in-hand')], random);
  for (let planned = 0; planned < kills; ) {
    const fault = nextFault(random, due);
    faults.push(fault);
    planned += killsOf(fault);
  }
  return faults;
}

function nextFault(random: Random, due: Due[]): Fault {
  const afterMs = 50 + random.below(900);
  const dice = random.below(100);
  if (dice < 40) {
    const service = random.pick([
      'ingest',
      'catalog',
      'catalog',
      'ranking',
      'ranking',
      'web',
      'mailer',
    ] as const);
    return { afterMs, kind: 'kill', service, replica: 1 + random.below(REPLICAS[service]) };
  }
  const first = dice < 72 ? (due.pop() ?? random.pick(POINTS)) : undefined;
  if (first && first !== 'freeze-in-hand') {
    const { service, point, upTo } = first;
    const replica = 1 + random.below(2);
    return { afterMs, kind: 'crash', service, replica, point: `${point}:${1 + random.below(upTo)}` };
  }
  if (dice < 76) {
    return { afterMs, kind: 'freeze-in-hand', replica: 1 + random.below(2), nth: 1 + random.below(20) };
  }
  if (dice < 84) {
    const service = random.pick(['catalog', 'catalog', 'ranking'] as const);
    return {
      afterMs,
      kind: 'freeze',
      service,
      replica: 1 + random.below(2),
      forMs: 2_000 + random.below(1_500),
    };
  }
  if (dice < 94) {
    return { afterMs, kind: 'rebuild', killAfterMs: random.below(700), replica: 1 + random.below(2) };
  }
  return { afterMs, kind: 'kill-import' };
}

function shuffled<T>(all: readonly T[], random: Random): T[] {
  return all
    .map((one) => ({ one, at: random.below(1_000_000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
