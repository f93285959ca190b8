import { setTimeout as sleep } from 'node:timers/promises';
import { type AnswerOf, audit, type Deliveries, editions } from '@paperboy/contracts';
import {
  Problem,
  parseEditionId,
  remark,
  runAsOperator,
  type ServiceClients,
  say,
  sayJson,
} from '@paperboy/platform';
import { Command, InvalidArgumentError } from 'commander';

type Closed = AnswerOf<typeof editions.close>;
type Planned = AnswerOf<typeof editions.deliver>;

interface CloseOptions {
  digests: boolean;
  wait: number;
  late?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

/** The reasons why a subscription gets no digest, in words; the mailer's README has more. */
const LEFT: Record<string, string> = {
  'confirmed-later': 'confirmed after it had ended',
  'newer-went-first': 'had a newer edition before',
  late: 'would get it more than 12 hours late',
  'had-one-today': 'had a digest today',
};

const LOOK_AGAIN_MS = 250;

/** `npx paperboy close-edition ID`: freezes a list, and sends its digests to the subscribers who wait for it. */
export function closeEditionCommand(): Command {
  return new Command('close-edition')
    .description(
      'freeze the list of a period and send its digests; a day that still runs is closed early, and what is ' +
        'submitted later is on the next day. Run again, it finds the edition closed and sends nothing twice',
    )
    .argument('<id>', 'day-YYYY-MM-DD, week-YYYY-Www or month-YYYY-MM', editionArgument)
    .option('--no-digests', 'leave the digests to the hour that each reader has chosen')
    .option(
      '--wait <seconds>',
      'how long to wait for what has to be read first, and then for the digests',
      seconds,
      60,
    )
    .option(
      '--late',
      'also to those who would get it late, after a newer one, or who confirmed after it had ended',
    )
    .option(
      '--dry-run',
      'close and send nothing; say which subscriptions would get the digest, and why others not',
    )
    .option('--json', 'print the edition and the deliveries as JSON')
    .action((id: string, options: CloseOptions) =>
      runAsOperator(async ({ clients }) => {
        if (options.dryRun) await rehearse(clients, id, options);
        else await closeAndDeliver(clients, id, options);
      }),
    );
}

async function closeAndDeliver(clients: ServiceClients, id: string, options: CloseOptions): Promise<void> {
  const { edition, outcome } = await closeOnRecord(clients, id, options.wait);
  if (!options.json) {
    const how = outcome === 'closed' ? 'Closed' : 'Was closed:';
    say(`${how} ${id}: ${counted(edition.papers, 'paper')}, ${counted(edition.upvotes, 'upvote')}.`);
  }
  const deliveries = options.digests ? await deliver(clients, id, options) : undefined;
  if (options.json) sayJson({ edition, outcome, ...(deliveries && { deliveries }) });
  else if (deliveries) say(deliveriesLine(deliveries));
}

/** Closes an edition. The audit log has an entry before, and keeps it when the edition is closed by this command. */
async function closeOnRecord(clients: ServiceClients, id: string, wait: number): Promise<Closed> {
  const { entry } = await clients.ask(audit.begin, { body: { act: 'edition-closed', edition: id } });
  const end = (done: boolean) => clients.ask(audit.end, { params: { entry }, body: { done } });
  try {
    const closed = await close(clients, id, wait);
    await end(closed.outcome === 'closed');
    return closed;
  } catch (error) {
    // After any other error it is unknown whether the edition was closed.
    if (error instanceof Problem && !error.retriable) await end(false);
    throw error;
  }
}

async function close(clients: ServiceClients, id: string, wait: number): Promise<Closed> {
  const deadline = performance.now() + wait * 1_000;
  for (let tries = 1; ; tries++) {
    try {
      return await clients.ask(editions.close, { params: { id } });
    } catch (error) {
      if (!(error instanceof Problem) || !error.retriable || performance.now() > deadline) throw error;
      if (tries === 1) remark(`${error.message} Waiting.`);
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

async function rehearse(clients: ServiceClients, id: string, options: CloseOptions): Promise<void> {
  const plan = await planned(clients, id, options);
  if (options.json) {
    sayJson({ dryRun: true, ...plan });
    return;
  }
  const { subscriptions = [] } = plan;
  for (const { subscription, address, digest } of subscriptions)
    say(`${subscription}  ${address ?? '(forgotten)'}  ${LEFT[digest] ?? digest}`);
  const all = plan.planned + plan.alreadyPlanned + Object.values(plan.left).reduce((sum, n) => sum + n, 0);
  if (subscriptions.length < all) say(`… and ${count(all - subscriptions.length)} more`);
  say(
    'Nothing was closed or sent. ' +
      `Digests: ${count(plan.planned)} would be planned, ${count(plan.alreadyPlanned)} before${leftOut(plan)}.`,
  );
}

async function planned(
  clients: ServiceClients,
  id: string,
  { late = false, dryRun = false }: CloseOptions,
): Promise<Planned> {
  return clients.ask(editions.deliver, { params: { id }, body: { late, dryRun } });
}

/** The subscriptions without a digest, by reason; empty when there are none. */
function leftOut({ left }: Planned): string {
  const reasons = Object.entries(left).map(
    ([reason, number]) => `, ${count(number)} not (${LEFT[reason] ?? reason})`,
  );
  return reasons.join('');
}

async function deliver(clients: ServiceClients, id: string, options: CloseOptions): Promise<Deliveries> {
  const plan = await planned(clients, id, options);
  const deadline = performance.now() + options.wait * 1_000;
  for (let tries = 1; ; tries++) {
    const counts = await clients.ask(editions.deliveries, { params: { id } });
    if (tries === 1) remark(plannedLine(plan.planned, counts.candidates, leftOut(plan)));
    if (counts.claimed + counts.handedOff === 0 || performance.now() > deadline) return counts;
    await sleep(LOOK_AGAIN_MS);
  }
}

/**
 * The numbers of digests that this command planned and that were planned before; their sum is the number of deliveries.
 */
export function plannedLine(planned: number, candidates: number, leftOut = ''): string {
  return `Digests: ${count(planned)} planned now, ${count(candidates - planned)} before${leftOut}.`;
}

/** The states of an edition's deliveries, in one line. */
export function deliveriesLine(counts: Omit<Deliveries, 'reasons' | 'run' | 'returned'>): string {
  const underWay = counts.claimed + counts.handedOff;
  const under = underWay === 0 ? '' : ` ${count(underWay)} still under way,`;
  const ended = (['accepted', 'uncertain', 'failed', 'suppressed', 'skipped'] as const).map(
    (state) => `${count(counts[state])} ${state}`,
  );
  return `Deliveries: ${count(counts.candidates)} in all,${under} ${ended.join(', ')}.`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}

function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

function editionArgument(value: string): string {
  if (!parseEditionId(value))
    throw new InvalidArgumentError('Expected a period that exists, such as day-2026-11-22.');
  return value;
}

function seconds(value: string): number {
  if (!/^\d{1,4}$/.test(value)) throw new InvalidArgumentError('Expected a number of seconds.');
  return Number(value);
}
