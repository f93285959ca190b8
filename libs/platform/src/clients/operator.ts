import { SystemClock } from '../clock.js';
import { ConfigError, readConfig } from '../config/config.js';
import { operatorEnvironment } from '../config/operator-environment.js';
import { type ServiceConfig, serviceConfigSchema } from '../config/service-config.js';
import { Problem } from '../errors/problem.js';
import { Identity } from '../identity/identity.js';
import { remark } from './say.js';
import { ServiceClients } from './service-clients.js';

/** Exit codes of the operators' commands. */
export const OPERATOR_EXIT = { done: 0, failed: 1, usage: 2, away: 3, refused: 4 } as const;

/** What to do about a stack that is not there. */
export const IS_IT_RUNNING = 'Is the stack running? npm start starts it.';

const OTHER_SECRET =
  'The stack does not know this command: it was started with another SERVICE_SECRET. ' +
  'Set the one of the stack, or unset it to use the stack of this folder.';

/** What an operator's command works with. */
export interface Operator {
  /** The services, called in the operator's name. */
  clients: ServiceClients;
  config: ServiceConfig;
}

/**
 * Runs an operator's command against the running stack, or the addresses in the environment; the exit code, and what
 * is said when it fails, are those of `reportingFailure`.
 */
export async function runAsOperator(work: (operator: Operator) => Promise<void>): Promise<void> {
  await reportingFailure(async () => {
    const config = readConfig(serviceConfigSchema, operatorEnvironment());
    const self = { kind: 'service', name: 'operator' } as const;
    const clients = new ServiceClients(config, new Identity(config, new SystemClock()), self);
    try {
      await work({ clients, config });
    } finally {
      await clients.onApplicationShutdown();
    }
  });
}

/** Does a command's work and sets the exit code, 0 unless it throws; says in a sentence on standard error how it failed. */
export async function reportingFailure(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    process.exitCode = OPERATOR_EXIT.done;
  } catch (error) {
    for (const line of sentenceOf(error).split('\n')) remark(line);
    process.exitCode = exitCodeOf(error);
  }
}

/** What an operator reads of an error: words of the command line, none of HTTP. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ConfigError) return `${error.message}\n${IS_IT_RUNNING}`;
  if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
  if (error.code === 'service-away') return `${error.detail}\n${IS_IT_RUNNING}`;
  if (error.status === 401) return OTHER_SECRET;
  if (error.code === 'invalid-request' && error.fields?.length)
    return error.fields.map(({ field, value, allowed }) => saidOf(field, value, allowed)).join('\n');
  if (error.status >= 500 && !error.retriable) return `${error.detail} The log of the service says why.`;
  return error.detail;
}

function saidOf(field: string, value: unknown, allowed: string): string {
  return value === undefined ? `${field}: ${allowed}.` : `${field} is ${JSON.stringify(value)}: ${allowed}.`;
}

/** Away when trying again can help, wrong usage when what was typed is no good, refused when a service said no, failed for all else. */
function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return OPERATOR_EXIT.away;
  if (!(error instanceof Problem)) return OPERATOR_EXIT.failed;
  if (error.retriable) return OPERATOR_EXIT.away;
  if (error.status === 400) return OPERATOR_EXIT.usage;
  return error.status < 500 ? OPERATOR_EXIT.refused : OPERATOR_EXIT.failed;
}
