import { setTimeout as sleep } from 'node:timers/promises';
import { editionStateSchema } from '@paperboy/contracts';
import { Problem, runAsOperator, type ServiceClients } from '@paperboy/platform';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { parseEditionId } from '../period/period.js';

const closedSchema = z.object({ edition: editionStateSchema, outcome: z.enum(['closed', 'was-closed']) });
const plannedSchema = z.object({
  planned: z.number(),
  alreadyPlanned: z.number(),
  left: z.record(z.string(), z.number()).default({}),
  subscriptions: z
    .array(z.object({ subscription: z.string(), address: z.string().optional(), digest: z.string() }))
    .optional(),
});
type Planned = z.output<typeof plannedSchema>;
const deliveriesSchema = z.object({
  candidates: z.number(),
  claimed: z.number(),
  handedOff: z.number(),
  accepted: z.number(),
  uncertain: z.number(),
  failed: z.number(),
  suppressed: z.number(),
  skipped: z.number(),
});
type Deliveries = z.output<typeof deliveriesSchema>;

interface CloseOptions {
  digests: boolean;
  wait: number;
  late?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

/** Why a subscription is left out, in words; the mailer's README says more. */
const LEFT: Record<string, string> = {
  'confirmed-later': 'confirmed after it had ended',
  'newer-went-first': 'had a newer edition before',
  late: 'would get it more than 12 hours late',
  'had-one-today': 'had a digest today',
};

const LOOK_AGAIN_MS = 250;

/** `npx paperboy close-edition ID`: freezes a list, and brings its digests to the subscribers who wait for it. */
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
  const { edition, outcome } = await close(clients, id, options.wait);
  if (!options.json) {
    const how = outcome === 'closed' ? 'Closed' : 'Was closed:';
    process.stdout.write(`${how} ${id}: ${edition.papers} papers, ${edition.upvotes} upvotes.\n`);
  }
  const deliveries = options.digests ? await deliver(clients, id, options) : undefined;
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ edition, outcome, ...(deliveries && { deliveries }) })}\n`);
  } else if (deliveries) process.stdout.write(`${summary(deliveries)}\n`);
}

async function close(
  clients: ServiceClients,
  id: string,
  wait: number,
): Promise<z.output<typeof closedSchema>> {
  const deadline = performance.now() + wait * 1_000;
  for (let tries = 1; ; tries++) {
    try {
      return await clients.ranking.post(
        `/internal/editions/${id}/close`,
        {},
        { schema: closedSchema, idempotent: true },
      );
    } catch (error) {
      if (!(error instanceof Problem) || !error.retriable || performance.now() > deadline) throw error;
      if (tries === 1) process.stderr.write(`${error.message} Waiting.\n`);
      await sleep(LOOK_AGAIN_MS);
    }
  }
}

async function rehearse(clients: ServiceClients, id: string, options: CloseOptions): Promise<void> {
  const plan = await planned(clients, id, options);
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ dryRun: true, ...plan })}\n`);
    return;
  }
  const { subscriptions = [] } = plan;
  for (const { subscription, address, digest } of subscriptions)
    process.stdout.write(`${subscription}  ${address ?? '(forgotten)'}  ${LEFT[digest] ?? digest}\n`);
  const all = plan.planned + plan.alreadyPlanned + Object.values(plan.left).reduce((sum, n) => sum + n, 0);
  if (subscriptions.length < all) process.stdout.write(`… and ${all - subscriptions.length} more\n`);
  process.stdout.write(`Nothing was closed or sent. ${plannedText(plan, 'would be planned')}\n`);
}

async function planned(
  clients: ServiceClients,
  id: string,
  { late = false, dryRun = false }: CloseOptions,
): Promise<Planned> {
  return clients.mailer.post(
    `/internal/editions/${id}/deliver`,
    { late, dryRun },
    { schema: plannedSchema, idempotent: true },
  );
}

function plannedText({ planned, alreadyPlanned, left }: Planned, verb: string): string {
  const others = Object.entries(left).map(([reason, count]) => `, ${count} not (${LEFT[reason] ?? reason})`);
  return `Digests: ${planned} ${verb}, ${alreadyPlanned} before${others.join('')}.`;
}

async function deliver(clients: ServiceClients, id: string, options: CloseOptions): Promise<Deliveries> {
  const plan = await planned(clients, id, options);
  process.stderr.write(`${plannedText(plan, 'planned now')}\n`);
  const deadline = performance.now() + options.wait * 1_000;
  for (;;) {
    const counts = await clients.mailer.get(`/internal/editions/${id}/deliveries`, {
      schema: deliveriesSchema,
    });
    if (counts.claimed + counts.handedOff === 0 || performance.now() > deadline) return counts;
    await sleep(LOOK_AGAIN_MS);
  }
}

function summary(counts: Deliveries): string {
  const { candidates, claimed, handedOff, accepted, uncertain, failed, suppressed, skipped } = counts;
  const under = claimed + handedOff === 0 ? '' : ` ${claimed + handedOff} still under way,`;
  return `Deliveries: ${candidates} in all,${under} ${accepted} accepted, ${uncertain} uncertain, ${failed} failed, ${suppressed} suppressed, ${skipped} skipped.`;
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
