import { setTimeout as sleep } from 'node:timers/promises';
import { type Harvest, harvestSchema, papers, type ShownSource, sources } from '@paperboy/contracts';
import {
  invalid,
  OPERATOR_EXIT,
  remark,
  retriability,
  runAsOperator,
  type ServiceClients,
  say,
  sayJson,
} from '@paperboy/platform';
import { Command } from 'commander';
import { countOf } from '../progress/progress.js';
import { ProgressDisplay } from '../progress/progress.template.js';

const LOOK_AGAIN_MS = 500;
/** How long the catalog may take to process the last records after the harvest has ended. */
const TAKEN_WITHIN_MS = 120_000;
/** How long the command waits for a stack that does not answer. The harvest itself goes on without the command. */
const PATIENCE_MS = 120_000;
const PERMILLE = 1_000;

interface HarvestOptions {
  readonly json?: boolean;
  readonly wait: boolean;
}

/** `npx paperboy harvest …`: reads papers from arXiv once, by the running stack. */
export function harvestCommand(): Command {
  const command = new Command('harvest')
    .summary('read papers once: oai, search, papers, papers-api, stop')
    .description(
      'Reads papers from arXiv once. The stack does it, in turn with everything else that it asks of arXiv: this ' +
        'command only watches, and the harvest goes on when it is ended. Nothing of it is put on the list of a day, ' +
        'unless papers-api is told to.',
    );
  const add = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .option('--no-wait', 'start it, and do not watch it')
      .option('--json', 'print the outcome as JSON');
  add('oai', 'all that changed since a day, over OAI-PMH')
    .requiredOption('--from <day>', 'the first day on which records changed, YYYY-MM-DD')
    .option('--until <day>', 'the last day; today by default')
    .option('--set <set>', 'a set of arXiv, such as cs or cs:cs:AI; all of arXiv by default')
    .option('--format <format>', 'arXivRaw has all versions, arXiv the parts of names', 'arXivRaw')
    .action(({ from, until, set, format, ...options }: HarvestOptions & Record<string, string>) =>
      harvest({ protocol: 'oai', from, until, set, format }, options),
    );
  add('search', 'what a search of arXiv finds, the newest first')
    .argument('<query>', "in arXiv's own language, such as 'cat:cs.CL AND ti:lantern'")
    .option('--limit <papers>', 'the most papers', '500')
    .action((query: string, { limit, ...options }: HarvestOptions & { limit: string }) =>
      harvest({ protocol: 'atom', query, limit: Number(limit) }, options),
    );
  add('papers-api', 'the daily lists of the original or of another Paperboy (PAPERS_API_URL)')
    .requiredOption('--since <day>', 'the first day, YYYY-MM-DD')
    .option('--submit', 'put its papers on the lists of the days on which they stand there')
    .action(({ since, submit, ...options }: HarvestOptions & { since: string; submit?: true }) =>
      harvest({ protocol: 'papers-api', since, submit }, options),
    );
  add('papers', 'single papers by their ids or addresses')
    .argument('<ids...>', 'such as 2602.23229, hep-th/9901001 or https://arxiv.org/abs/2602.23229v2')
    .action((ids: string[], options: HarvestOptions) => harvest({ protocol: 'papers', ids }, options));
  command
    .command('stop')
    .description('end a harvest where it is')
    .argument('<id>', 'as npx paperboy sources lists it')
    .action((id: string) =>
      runAsOperator(async ({ clients }) => {
        await clients.ask(sources.stopHarvest, { params: { id } });
        say(`${id} is stopped.`);
      }),
    );
  return command.addHelpText(
    'after',
    '\nExit codes: 0 done; 1 the harvest failed; 2 wrong usage; 3 the stack can not be reached; 4 refused.',
  );
}

async function harvest(wanted: unknown, { wait, json = false }: HarvestOptions): Promise<void> {
  let failed = false;
  await runAsOperator(async ({ clients }) => {
    const { id } = await clients.ask(sources.startHarvest, { body: asked(wanted) });
    if (!wait) {
      if (json) sayJson({ id });
      else say(`${id} is started; npx paperboy sources shows how far it is.`);
      return;
    }
    const ended = await watch(clients, id, json);
    failed = ended.state === 'failing';
    const tally = await tallyOf(clients, ended);
    if (json) sayJson({ ...ended, new: tally.new, changed: tally.changed, unchanged: tally.unchanged });
    else for (const line of summaryOf(ended, tally)) say(line);
  });
  if (failed && process.exitCode === OPERATOR_EXIT.done) process.exitCode = OPERATOR_EXIT.failed;
}

/** Checks the days before the stack is asked, so that the message about a wrong day names the option. */
function asked(wanted: unknown): Harvest {
  const parsed = harvestSchema.safeParse(wanted);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid('invalid-request', `${issue?.path.join('.') || 'The harvest'}: ${issue?.message}.`);
}

/** Shows the progress of the harvest until it has ended, also when the stack is away for a while. */
async function watch(clients: ServiceClients, id: string, quiet: boolean): Promise<ShownSource> {
  const progress = quiet ? undefined : new ProgressDisplay(process.stderr, () => performance.now());
  progress?.begin('harvesting', PERMILLE);
  let said = '';
  let seenAt = performance.now();
  try {
    for (;;) {
      try {
        const now = await clients.ask(sources.harvest, { params: { id } });
        seenAt = performance.now();
        progress?.at((now.share ?? 0) * PERMILLE, now.records, now.refused);
        const { lastError, nextAt } = now;
        if (lastError && lastError.at !== said && nextAt) {
          said = lastError.at;
          progress?.note(`${lastError.message} It is tried again at ${nextAt}.`);
        }
        if (now.nextAt === undefined) return now;
      } catch (error) {
        if (retriability(error) !== 'retriable' || performance.now() - seenAt > PATIENCE_MS) throw error;
      }
      await sleep(LOOK_AGAIN_MS);
    }
  } finally {
    progress?.end();
  }
}

type Tally = {
  readonly taken: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
};

/** What the catalog made of the records, once it has taken all of them. */
async function tallyOf(clients: ServiceClients, { importId = '', records }: ShownSource): Promise<Tally> {
  const deadline = performance.now() + TAKEN_WITHIN_MS;
  for (;;) {
    const tally = await clients.ask(papers.importTally, { params: { id: importId } });
    if (tally.taken >= records || performance.now() > deadline) return tally;
    await sleep(LOOK_AGAIN_MS);
  }
}

function summaryOf(
  { id, state, records, deletions, refused, lastError }: ShownSource,
  tally: Tally,
): string[] {
  if (state === 'failing' && lastError) remark(`${id} was given up: ${lastError.message}`);
  const row = (name: string, count: number) => `  ${name.padEnd(10)}${countOf(count).padStart(12)}`;
  return [
    `${id} has ended.`,
    row('read', records),
    row('new', tally.new),
    row('changed', tally.changed),
    row('unchanged', tally.unchanged),
    ...(tally.taken < records ? [row('under way', records - tally.taken)] : []),
    row('deleted', deletions),
    row('refused', refused),
  ];
}
