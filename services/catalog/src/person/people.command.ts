import { type ListedPerson, people, ROLES, type Role, signIn, suspensions } from '@paperboy/contracts';
import { remark, runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command, Option } from 'commander';

const PAGE = 500;
const MAIL = 'the mail address of the account';

interface PersonOptions {
  role?: Role;
  name?: string;
  handle?: string;
}

/** `npx paperboy people add|token|list|link|revoke|suspend|lift`. */
export function peopleCommand(): Command {
  const command = new Command('people').description('make accounts and let people in');
  command
    .command('add')
    .description('make an account if there is none, and give it the role, name and handle that are stated')
    .argument('<email>', MAIL)
    .addOption(new Option('--role <role>', 'what the person may do').choices(ROLES))
    .option('--name <name>', 'the public name')
    .option('--handle <handle>', 'the public handle')
    .option('--json', 'print the account as JSON')
    .action(add);
  command
    .command('token')
    .description(
      'print a new bearer token for a person, alone and once; makes the account if there is none, and gives it the ' +
        'role, name and handle that are stated',
    )
    .argument('<email>', MAIL)
    .addOption(new Option('--role <role>', 'what the person may do').choices(ROLES))
    .option('--name <name>', 'the public name')
    .option('--handle <handle>', 'the public handle')
    .action(printToken);
  command
    .command('link')
    .description(
      'print a link that signs a person in, once, within 15 minutes; makes the account if there is none',
    )
    .argument('<email>', MAIL)
    .option('--json', 'print it as JSON, with when it expires')
    .action(printLink);
  command
    .command('list')
    .description('list the people')
    .option('--json', 'print them as JSON')
    .action(printList);
  command
    .command('revoke')
    .description('revoke every token, session and sign-in link of a person')
    .argument('<email>', MAIL)
    .option('--json', 'print the count as JSON')
    .action(revoke);
  command
    .command('suspend')
    .description('suspend a person: nothing lets the person in, and the votes are set aside')
    .argument('<email>', MAIL)
    .requiredOption('--reason <text>', 'why; the person is told')
    .action(suspend);
  command
    .command('lift')
    .description('lift the suspension of a person: the votes count again')
    .argument('<email>', MAIL)
    .action(lift);
  return command;
}

function add(address: string, { json, ...wish }: PersonOptions & { json?: boolean }): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const { person, created } = await clients.ask(people.ensure, { body: { address, ...wish } });
    if (json) sayJson({ ...person, created });
    else
      say(
        `${created ? 'A new account:' : 'The account:'} ${person.handle}, ${person.name} (${person.role}).`,
      );
  });
}

function printToken(address: string, options: PersonOptions): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const body = { address, ...options };
    const { person, created, token } = await clients.ask(people.token, { body });
    const what = created ? 'A new account' : 'The account';
    remark(`${what} ${person.handle} (${person.role}); the token is shown this once:`);
    say(token);
  });
}

function printLink(address: string, { json }: { json?: boolean }): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const { person, created } = await clients.ask(people.ensure, { body: { address } });
    if (created) remark(`A new account ${person.handle} (${person.role}).`);
    const link = await clients.ask(signIn.link, { body: { address } });
    if (json) sayJson(link);
    else say(link.url);
  });
}

function printList({ json }: { json?: boolean }): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const all: ListedPerson[] = [];
    for (let isLast = false; !isLast; ) {
      const page = await clients.ask(people.list, { query: { limit: PAGE, after: all.at(-1)?.id } });
      all.push(...page.people);
      isLast = page.people.length < PAGE;
    }
    if (json) sayJson(all);
    for (const { handle, role, name, maskedAddress, createdAt } of json ? [] : all) {
      const since = createdAt.slice(0, 10);
      say(`${handle.padEnd(24)} ${role.padEnd(8)} ${since}  ${name} (${maskedAddress})`);
    }
  });
}

function suspend(address: string, { reason }: { reason: string }): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const body = { address, reason };
    const { handle, changed } = await clients.ask(suspensions.suspendAddress, { body });
    say(changed ? `${handle} is suspended.` : `${handle} is suspended already.`);
  });
}

function lift(address: string): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const { handle, changed } = await clients.ask(suspensions.liftAddress, { body: { address } });
    say(changed ? `${handle} is suspended no longer.` : `${handle} is not suspended.`);
  });
}

function revoke(address: string, { json }: { json?: boolean }): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const { person, revoked } = await clients.ask(people.revoke, { body: { address } });
    if (json) sayJson({ handle: person.handle, revoked });
    else say(`${person.handle} can no longer sign in: ${revoked} tokens, sessions and links revoked.`);
  });
}
