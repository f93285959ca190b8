import type { z } from 'zod';

/** Nest token of the typed configuration of the service. */
export const CONFIG = Symbol('CONFIG');

/** A wrong environment: one sentence for each variable, with its name, its value and the allowed values. */
export class ConfigError extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'ConfigError';
  }
}

const SECRET_NAME = /SECRET|TOKEN|PASSWORD|KEY$/;

function shown(name: string, value: string): string {
  if (SECRET_NAME.test(name)) return `(hidden, ${value.length} characters)`;
  const withoutCredentials = value.replace(/\/\/[^/@]*@/g, '//***@');
  return `"${withoutCredentials.length > 100 ? `${withoutCredentials.slice(0, 100)}…` : withoutCredentials}"`;
}

function sentence(name: string, value: string | undefined, message: string): string {
  const allowed = message.replace(/\.$/, '');
  return value === undefined
    ? `${name} is missing: ${allowed}.`
    : `${name} is ${shown(name, value)}: ${allowed}.`;
}

/**
 * Reads the environment through a schema. An empty variable counts as one that is not set.
 * Throws ConfigError with a sentence for every variable that is wrong, secrets masked.
 */
export function readConfig<Schema extends z.ZodType>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.output<Schema> {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const sentences = new Map<string, string>();
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? 'The environment');
    if (!sentences.has(name)) sentences.set(name, sentence(name, given[name], issue.message));
  }
  throw new ConfigError([...sentences.values()]);
}
