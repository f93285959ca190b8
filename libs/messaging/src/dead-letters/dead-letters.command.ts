import { SERVICES, type ServiceName } from '@paperboy/contracts';
import { invalid, notFound, say, sayJson } from '@paperboy/platform';
import { Command, Option } from 'commander';
import { type KafkaOperator, runWithKafka } from '../operator.js';
import { originalMessage } from './dead-letter.js';
import { type DeadLetter, drop, readDeadLetters, replay } from './dead-letter-box.js';

interface Choice {
  service?: ServiceName;
  json?: boolean;
  all?: boolean;
}

/** `paperboy dead-letters list|show|replay|drop`: events that a service could not take. */
export function deadLettersCommand(): Command {
  const command = new Command('dead-letters').description(
    'events that could not be taken: list, show, replay or drop them',
  );
  const sub = (name: string, description: string): Command =>
    command
      .command(name)
      .description(description)
      .addOption(new Option('--service <service>', 'only those of one service').choices(SERVICES))
      .option('--json', 'print the result as JSON');

  sub('list', 'list them, oldest first').action((choice: Choice) =>
    runWithKafka(async (at) => {
      const letters = await lettersOf(at, choice);
      if (choice.json) sayJson(letters.map(summary));
      else if (letters.length === 0) say('No dead letters.');
      else
        for (const { id, service, code, type, reason, at: when } of letters)
          say(
            `${when}  ${service.padEnd(8)} ${id}  ${code}  ${(type ?? '-').slice(0, 40)}  ${reason.slice(0, 120)}`,
          );
    }),
  );
  sub('show <id>', 'show one whole, with its headers and bytes').action((id: string, choice: Choice) =>
    runWithKafka(async (at) => {
      const [letter] = chosen(await lettersOf(at, choice), [id]);
      if (letter) sayJson(whole(letter), choice.json ? 0 : 2);
    }),
  );
  for (const [name, verb, act] of [
    ['replay', 'Replayed', replay],
    ['drop', 'Dropped', drop],
  ] as const) {
    sub(
      `${name} [ids...]`,
      name === 'replay' ? 'put them back on their topic as they were' : 'remove them for good',
    )
      .option('--all', 'all of them, or all of the service')
      .action((ids: string[], choice: Choice) =>
        runWithKafka(async (at) => {
          if (ids.length === 0 && !choice.all)
            throw invalid('no-ids', 'Say which: ids as "dead-letters list" prints them, or --all.');
          const all = await lettersOf(at, choice);
          const letters = choice.all ? all : chosen(all, ids);
          await act(at, letters);
          if (choice.json) sayJson({ [verb.toLowerCase()]: letters.map(({ id }) => id) });
          else say(`${verb} ${letters.length}.`);
        }),
      );
  }
  return command;
}

async function lettersOf(at: KafkaOperator, { service }: Choice): Promise<DeadLetter[]> {
  const services = service ? [service] : SERVICES;
  return (await Promise.all(services.map((one) => readDeadLetters(at, one)))).flat();
}

/** The letters with these ids. Throws 404 when one is missing, so that nothing is done to the others. */
function chosen(letters: readonly DeadLetter[], ids: readonly string[]): DeadLetter[] {
  const unknown = ids.filter((id) => !letters.some((letter) => letter.id === id));
  if (unknown.length === 0) return letters.filter(({ id }) => ids.includes(id));
  throw notFound('unknown-dead-letter', `No dead letter has the id ${unknown.join(', ')}.`);
}

function summary({ message: _, ...rest }: DeadLetter) {
  return rest;
}

function whole({ message, ...rest }: DeadLetter) {
  const original = originalMessage({ value: message.value, headers: message.headers ?? {} });
  const headers = Object.fromEntries(
    Object.entries(original.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(readable) : readable(value),
    ]),
  );
  const { key, value } = original;
  return {
    ...rest,
    key: key === null ? null : readable(key),
    headers,
    bytes: value?.length ?? 0,
    value: value === null ? null : readable(value),
  };
}

/** Bytes as text where they are text, else in a form that can be decoded again. */
function readable(bytes: Buffer | string): string | { base64: string } {
  if (typeof bytes === 'string') return bytes;
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : { base64: bytes.toString('base64') };
}
