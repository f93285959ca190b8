import { remark, runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { ROLES } from './person.js';

const personSchema = z.object({ id: z.string(), handle: z.string(), name: z.string(), role: z.enum(ROLES) });
const tokenSchema = z.object({ person: personSchema, created: z.boolean(), token: z.string() });
const revokedSchema = z.object({ person: personSchema, revoked: z.number() });
const ensuredSchema = z.object({ person: personSchema, created: z.boolean() });
const linkSchema = z.object({ url: z.string(), expiresAt: z.string() });
const listedSchema = personSchema.extend({ maskedAddress: z.string(), createdAt: z.string() });
const pageSchema = z.object({ people: z.array(listedSchema) });

const PAGE = 500;
const MAIL = 'the mail address of the account';

interface PersonOptions {
  role?: string;
  name?: string;
  handle?: string;
}

/** `npx paperboy people token|list|link|revoke`. */
export function peopleCommand(): Command {
  const command = new Command('people').description('make accounts and let people in');
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
  return command;
}

function printToken(address: string, options: PersonOptions): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const body = { address, ...options };
    const { person, created, token } = await clients.catalog.post('/internal/people/tokens', body, {
      schema: tokenSchema,
    });
    const what = created ? 'A new account' : 'The account';
    remark(`${what} ${person.handle} (${person.role}); the token is shown this once:`);
    say(token);
  });
}

function printLink(address: string, { json }: { json?: boolean }): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const { person, created } = await clients.catalog.post(
      '/internal/people',
      { address },
      { schema: ensuredSchema, idempotent: true },
    );
    if (created) remark(`A new account ${person.handle} (${person.role}).`);
    const link = await clients.catalog.post('/internal/sign-in-links', { address }, { schema: linkSchema });
    if (json) sayJson(link);
    else say(link.url);
  });
}

function printList({ json }: { json?: boolean }): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const people: z.output<typeof listedSchema>[] = [];
    for (let isLast = false; !isLast; ) {
      const after = people.at(-1)?.id;
      const query = `limit=${PAGE}${after ? `&after=${encodeURIComponent(after)}` : ''}`;
      const page = await clients.catalog.get(`/internal/people?${query}`, { schema: pageSchema });
      people.push(...page.people);
      isLast = page.people.length < PAGE;
    }
    if (json) sayJson(people);
    for (const { handle, role, name, maskedAddress, createdAt } of json ? [] : people) {
      const since = createdAt.slice(0, 10);
      say(`${handle.padEnd(24)} ${role.padEnd(8)} ${since}  ${name} (${maskedAddress})`);
    }
  });
}

function revoke(address: string, { json }: { json?: boolean }): Promise<void> {
  return runAsOperator(async ({ clients }) => {
    const answer = await clients.catalog.post(
      '/internal/people/revoke',
      { address },
      { schema: revokedSchema },
    );
    const { person, revoked } = answer;
    if (json) sayJson({ handle: person.handle, revoked });
    else say(`${person.handle} is let in no longer: ${revoked} tokens, sessions and links revoked.`);
  });
}
