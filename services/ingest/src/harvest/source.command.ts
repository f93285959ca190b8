import { ownSourceSchema, sources } from '@paperboy/contracts';
import { invalid, runAsOperator, say } from '@paperboy/platform';
import { Command } from 'commander';

/** `npx paperboy source add|remove`: preprint servers and laboratories that are not arXiv. */
export function sourceCommand(): Command {
  const command = new Command('source')
    .summary('add or remove a source of papers that is not arXiv')
    .description(
      "Sources of one's own: a preprint server or a laboratory. npx paperboy sources lists all sources.",
    );
  command
    .command('add')
    .description('read a feed or a file of lines every hour; its papers get ids such as NAME:2026-17')
    .argument('<name>', 'the name space of its ids: small letters, digits and hyphens')
    .argument('<url>', 'the address of the feed or file')
    .requiredOption(
      '--format <format>',
      'rss, atom, or jsonl (an object a line: id, title, authors, published, …)',
    )
    .requiredOption('--category <category>', "arXiv's category of papers that name none, such as cs.LG")
    .option('--license <line>', 'the licence of papers that name none')
    .option(
      '--every <seconds>',
      'the pause between two requests to its host, from 1 to 120 seconds; that of all sites by default',
    )
    .action((name: string, url: string, { every, ...options }: Record<string, string>) =>
      runAsOperator(async ({ clients }) => {
        const wanted = ownSourceSchema.safeParse({ name, url, ...options, everySeconds: secondsOf(every) });
        const [issue] = wanted.error?.issues ?? [];
        if (!wanted.success) throw invalid('invalid-request', `${issue?.path.join('.')}: ${issue?.message}.`);
        await clients.ask(sources.add, { body: wanted.data });
        say(`The source ${name} is added; npx paperboy sources shows how it is.`);
      }),
    );
  command
    .command('remove')
    .description('read it no more; the papers that it brought stay')
    .argument('<name>', 'as it was added')
    .action((name: string) =>
      runAsOperator(async ({ clients }) => {
        await clients.ask(sources.remove, { params: { name } });
        say(`The source ${name} is removed.`);
      }),
    );
  return command;
}

/** The number in `10` or `10s`; NaN, which the schema refuses, for anything else. */
function secondsOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(/^(\d{1,6}) ?s?$/.exec(text)?.[1]);
}
