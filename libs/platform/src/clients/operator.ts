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

/** The hint for a stack that does not run. */
export const IS_IT_RUNNING = 'Is the stack running? npm start starts it.';

const OTHER_SECRET =
  'The stack does not know this command: it was started with another SERVICE_SECRET. ' +
  'Set the one of the stack, or unset it to use the stack of this folder.';

/** The argument of an operator's command. */
export interface Operator {
  /** The services, called in the operator's name. */
  clients: ServiceClients;
  config: ServiceConfig;
}

/**
 * Runs an operator's command against the running stack, or against the addresses in the environment. Exit codes and
 * error sentences are those of `reportingFailure`.
 */
export async function runAsOperator(work: (operator: Operator) => Promise<void>): Promise<void> {
  await reportingFailure(async () => {
    const config = readConfig(serviceConfigSchema, operatorEnvironment());
    const clients = operatorClients(config);
    try {
      await work({ clients, config });
    } finally {
      await clients.onApplicationShutdown();
    }
  });
}

/** The services, called in the operator's name. The caller closes them by `onApplicationShutdown`. */
export function operatorClients(config: ServiceConfig): ServiceClients {
  const self = { kind: 'service', name: 'operator' } as const;
  return new ServiceClients(config, new Identity(config, new SystemClock()), self);
}

/**
 * Runs a command's work and sets the exit code: 0 unless it throws or sets another one itself. Prints a sentence about
 * a failure on standard error.
 */
export async function reportingFailure(work: () => Promise<void>): Promise<void> {
  try {
    process.exitCode = OPERATOR_EXIT.done;
    await work();
  } catch (error) {
    for (const line of sentenceOf(error).split('\n')) remark(line);
    process.exitCode = exitCodeOf(error);
  }
}

/** The sentence about an error for an operator, in terms of the command line and not of HTTP. */
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

/**
 * `away` when a retry can help, `usage` for wrong input, `refused` when a service refused, `failed` for other errors.
 */
function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return OPERATOR_EXIT.away;
  if (!(error instanceof Problem)) return OPERATOR_EXIT.failed;
  if (error.retriable) return OPERATOR_EXIT.away;
  if (error.status === 400) return OPERATOR_EXIT.usage;
  return error.status < 500 ? OPERATOR_EXIT.refused : OPERATOR_EXIT.failed;
}
