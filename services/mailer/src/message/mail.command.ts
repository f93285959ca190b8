import { type MailTest, mail } from '@paperboy/contracts';
import { OPERATOR_EXIT, runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command } from 'commander';

/** `npx paperboy mail test ADDRESS`. */
export function mailCommand(): Command {
  const command = new Command('mail').description('look after the way of mails to the world');
  command
    .command('test')
    .description('send one mail to an address at once, and tell what the relay says')
    .argument('<address>', 'where the mail goes')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExit code 0 when the relay took the mail, 1 when it did not.')
    .action((address: string, { json }: { json?: boolean }) =>
      runAsOperator(async ({ clients }) => {
        const told = await clients.ask(mail.test, { body: { address } });
        if (json) sayJson(told);
        else for (const line of mailTestLines(told)) say(line);
        if (told.outcome !== 'accepted') process.exitCode = OPERATOR_EXIT.failed;
      }),
    );
  return command;
}

/** The result of a test mail as lines, with advice. */
export function mailTestLines({ outcome, code, answer, reason, relay, from, messageId }: MailTest): string[] {
  const said = answer ?? String(code ?? '');
  switch (outcome) {
    case 'accepted':
      return [
        `The relay ${relay} took the mail from ${from}.`,
        `Look for ${messageId} in the mailbox, and at its headers: SPF, DKIM and DMARC should say "pass".`,
      ];
    case 'refused':
      return [
        `The relay ${relay} refused the mail: ${said}`,
        code !== undefined && code < 500
          ? 'It may take it later. Wait some minutes and try again.'
          : `Check that it may send mail from ${from}, and that the address exists.`,
      ];
    case 'away':
      return [
        `The relay ${relay} could not be used: ${reason}.`,
        'Check SMTP_URL (host, port, name and password), and that the mailer may connect to it.',
      ];
    case 'uncertain':
      return [
        `The connection to ${relay} ended while the mail was under way: ${reason}.`,
        'Nobody can say whether it arrives. Look into the mailbox before you try again.',
      ];
  }
}
