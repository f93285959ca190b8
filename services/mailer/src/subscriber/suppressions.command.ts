import { type ListedSuppression, suppressions } from '@paperboy/contracts';
import { runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command } from 'commander';

const REASONS: Readonly<Record<string, string>> = {
  bounced: 'its mailbox refused mail for good, or again and again',
  complained: 'its reader reported a mail as unwanted',
  'by-operator': 'an operator added it',
};
const PAGE = 1_000;

/** `npx paperboy suppressions`, and `add` or `lift` with an address. */
export function suppressionsCommand(): Command {
  const command = new Command('suppressions')
    .description('list the addresses that get no digest; add or lift one')
    .option('--json', 'print JSON, one object a line when listing')
    .action(({ json }: { json?: boolean }) =>
      runAsOperator(async ({ clients }) => {
        let after: string | undefined;
        let total = 0;
        for (;;) {
          const page = await clients.ask(suppressions.list, { query: { after, limit: PAGE } });
          for (const one of page) json ? sayJson(one) : say(suppressionLine(one));
          total += page.length;
          after = page.at(-1)?.id;
          if (page.length < PAGE) break;
        }
        if (!json && total === 0) say('No address is suppressed.');
      }),
    );
  command
    .command('add')
    .description('send no more digests to an address, at once')
    .argument('<address>')
    .action((address: string) =>
      runAsOperator(async ({ clients }) => {
        const added = await clients.ask(suppressions.add, { body: { address } });
        if (command.opts().json) sayJson(added);
        else say(suppressionLine(added));
      }),
    );
  command
    .command('lift')
    .description('let an address get digests again')
    .argument('<address>')
    .action((address: string) =>
      runAsOperator(async ({ clients }) => {
        const { lifted } = await clients.ask(suppressions.lift, { body: { address } });
        if (command.opts().json) sayJson({ lifted });
        else say(lifted ? 'The address gets its digests again.' : 'The address was not suppressed.');
      }),
    );
  return command;
}

/** One suppressed address, with the reason in words. */
export function suppressionLine({ id, maskedAddress, reason, at }: ListedSuppression): string {
  return `${at.slice(0, 10)}  ${maskedAddress ?? `(forgotten) ${id}`}  ${REASONS[reason] ?? reason}`;
}
