import { type Deliveries, editions } from '@paperboy/contracts';
import { parseEditionId, runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command, InvalidArgumentError } from 'commander';

const EDITION = 'day-YYYY-MM-DD, week-YYYY-Www or month-YYYY-MM';

/** The text for a run that an operator stopped. */
const RUN: Record<string, string> = {
  paused: 'The run is paused: what is claimed waits for "npx paperboy deliveries resume".',
  cancelled: 'The run is cancelled: what is planned for it later is skipped too.',
};

const ACTIONS = [
  ['pause', editions.pause, 'hand nothing more to the relay, from within a second'],
  ['resume', editions.resume, 'let the run go on; what is more than 12 hours late is skipped'],
  ['cancel', editions.cancel, 'skip for good what was not handed to the relay yet'],
] as const;

/** `npx paperboy deliveries EDITION`, and `pause`, `resume` or `cancel` before the edition. */
export function deliveriesCommand(): Command {
  const command = new Command('deliveries')
    .description('show how the deliveries of an edition stand; pause, resume or cancel its run')
    .argument('<edition>', EDITION, editionArgument)
    .option('--json', 'print the counts as JSON')
    .action((id: string, { json }: { json?: boolean }) =>
      runAsOperator(async ({ clients }) =>
        tell(id, await clients.ask(editions.deliveries, { params: { id } }), json),
      ),
    );
  for (const [name, endpoint, description] of ACTIONS)
    command
      .command(name)
      .description(description)
      .argument('<edition>', EDITION, editionArgument)
      .action((id: string) =>
        runAsOperator(async ({ clients }) =>
          tell(id, await clients.ask(endpoint, { params: { id } }), command.opts().json),
        ),
      );
  return command;
}

/** The counts of an edition as lines: one for each state, with its reasons. */
export function deliveryLines(id: string, counts: Deliveries): string[] {
  const states = {
    claimed: counts.claimed,
    'handed-off': counts.handedOff,
    accepted: counts.accepted,
    uncertain: counts.uncertain,
    failed: counts.failed,
    suppressed: counts.suppressed,
    skipped: counts.skipped,
  };
  const run = RUN[counts.run];
  return [
    `Deliveries of ${id}: ${written(counts.candidates)} in all.`,
    ...Object.entries(states).map(([state, number]) =>
      `  ${state.padEnd(10)} ${written(number).padStart(11)}  ${reasonsOf(counts, state)}`.trimEnd(),
    ),
    ...cameBack(counts),
    ...(run ? [run] : []),
  ];
}

/** The returns of mails that the relay had taken, in words. */
const RETURNS: Record<string, string> = {
  delayed: 'delayed',
  delivered: 'confirmed as delivered',
  unknown: 'bounced without a readable reason',
  blocked: 'refused for the sender or the content',
  soft: 'refused for now',
  hard: 'no such mailbox',
  complaint: 'reported as unwanted',
};

function cameBack({ returned }: Deliveries): string[] {
  const told = Object.entries(returned).map(([as, number]) => `${RETURNS[as] ?? as} ${written(number)}`);
  return told.length === 0 ? [] : [`What came back of them: ${told.join(', ')}.`];
}

function tell(id: string, counts: Deliveries, json = false): void {
  if (json) sayJson({ edition: id, ...counts });
  else for (const line of deliveryLines(id, counts)) say(line);
}

function reasonsOf({ reasons }: Deliveries, state: string): string {
  return Object.entries(reasons[state] ?? {})
    .map(([reason, number]) => `${reason} ${written(number)}`)
    .join(', ');
}

function written(number: number): string {
  return number.toLocaleString('en');
}

function editionArgument(value: string): string {
  if (!parseEditionId(value))
    throw new InvalidArgumentError('Expected a period that exists, such as day-2026-11-22.');
  return value;
}
