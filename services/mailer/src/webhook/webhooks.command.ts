import { type ListedWebhook, webhooks, type webhookWishSchema } from '@paperboy/contracts';
import { runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command } from 'commander';
import type { z } from 'zod';

type Wish = z.input<typeof webhookWishSchema>;

/** `npx paperboy webhooks`, and `add`, `enable` or `remove`. */
export function webhooksCommand(): Command {
  const command = new Command('webhooks')
    .description('list the addresses that are told of editions and papers; add, enable or remove one')
    .option('--json', 'print JSON, one object a line')
    .action(({ json }: { json?: boolean }) =>
      runAsOperator(async ({ clients }) => {
        const { webhooks: all } = await clients.ask(webhooks.listAll, {});
        for (const one of all) json ? sayJson(one) : say(`${webhookLine(one)}  of ${one.owner}`);
        if (!json && all.length === 0) say('There is no webhook.');
      }),
    );
  command
    .command('add')
    .description('tell an address, and print the secret of its signatures')
    .argument('<url>', 'such as the address of an incoming webhook of Slack')
    .option('--format <format>', 'slack, discord or json', 'json')
    .option('--list <list>', 'day, week or month: whose editions are told', 'day')
    .option('--search <text>', 'tell each new paper that this search finds, in place of a list')
    .option(
      '--votes <number>',
      'tell each paper of the day too when it has so many upvotes; 0: none; with --search only such papers',
      '0',
    )
    .action((url: string, { format, list, search, votes }: Record<string, string | undefined>) =>
      runAsOperator(async ({ clients }) => {
        // The service validates the values.
        const body = { url, format, list, search, votes } as unknown as Wish;
        const made = await clients.ask(webhooks.makeAsOperator, { body });
        say(webhookLine(made));
        say(`Its secret, shown only now: ${made.secret}`);
      }),
    );
  command
    .command('enable')
    .description('tell a disabled webhook again')
    .argument('<id>')
    .action((id: string) =>
      runAsOperator(async ({ clients }) => {
        say(webhookLine(await clients.ask(webhooks.enableAny, { params: { webhook: id } })));
      }),
    );
  command
    .command('remove')
    .description('tell a webhook nothing more')
    .argument('<id>')
    .action((id: string) =>
      runAsOperator(async ({ clients }) => {
        await clients.ask(webhooks.removeAny, { params: { webhook: id } });
        say('The webhook is removed.');
      }),
    );
  return command;
}

/** One webhook as a line: its host, what it is told, and its state. */
export function webhookLine({
  id,
  host,
  format,
  list,
  search,
  votes,
  state,
  failingSince,
  lastAnswer,
}: ListedWebhook): string {
  const [what, voted] =
    search === null
      ? [`${list} editions`, `, papers from ${votes} upvotes`]
      : [`papers for “${search}”`, ` from ${votes} upvotes`];
  const told = votes > 0 ? what + voted : what;
  const how =
    state === 'disabled'
      ? `DISABLED, last answer ${lastAnswer}`
      : failingSince === null
        ? lastAnswer === null
          ? 'not told yet'
          : 'well'
        : `failing since ${failingSince.slice(0, 16).replace('T', ' ')}, last answer ${lastAnswer}`;
  return `${id}  ${host}  ${format}  ${told}  ${how}`;
}
