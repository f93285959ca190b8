import { type MailCheck, mail } from '@paperboy/contracts';
import { OPERATOR_EXIT, runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command } from 'commander';

interface Options {
  ip?: string;
  dns?: string;
  json?: boolean;
}

const MARKS: Record<string, string> = { good: 'ok  ', warning: 'note', bad: 'BAD ', unknown: '?   ' };

/** `npx paperboy mail check`. */
export function mailCheckCommand(): Command {
  return new Command('check')
    .description('look at the sender’s domain as a mailbox provider does, and say what to put into the DNS')
    .option('--ip <address>', 'from where the relay sends; without it, the address of SMTP_URL')
    .option('--dns <server>', 'the DNS server to ask, such as 9.9.9.9')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nNothing is sent. Exit code 1 when something is bad.')
    .action(({ ip, dns, json }: Options) =>
      runAsOperator(async ({ clients }) => {
        const told = await clients.ask(mail.check, { query: { ip, dns } });
        if (json) sayJson(told);
        else for (const line of mailCheckLines(told)) say(line);
        if (told.findings.some(({ verdict }) => verdict === 'bad')) process.exitCode = OPERATOR_EXIT.failed;
      }),
    );
}

/** The findings as text: one line each, with its advice below. */
export function mailCheckLines({ domain, returnDomain, address, findings }: MailCheck): string[] {
  const from = address === null ? 'an address that is not known' : address;
  return [
    `Mails of ${domain} with return paths at ${returnDomain}, from ${from}:`,
    ...findings.flatMap(({ check, verdict, found, advice }) => [
      `  ${MARKS[verdict]} ${check.padEnd(12)} ${found}`,
      ...(advice === null ? [] : [`${' '.repeat(20)}${advice}`]),
    ]),
  ];
}
