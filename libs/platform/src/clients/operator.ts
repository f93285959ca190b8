import { SystemClock } from '../clock.js';
import { ConfigError, readConfig } from '../config/config.js';
import { operatorEnvironment } from '../config/operator-environment.js';
import { type ServiceConfig, serviceConfigSchema } from '../config/service-config.js';
import { Problem } from '../errors/problem.js';
import { Identity } from '../identity/identity.js';
import { ServiceClients } from './service-clients.js';

/** Exit codes of the operators' commands. */
export const OPERATOR_EXIT = { done: 0, failed: 1, usage: 2, away: 3, refused: 4 } as const;

/** What an operator's command works with. */
export interface Operator {
  /** The services, called in the operator's name. */
  clients: ServiceClients;
  config: ServiceConfig;
}

/**
 * Runs an operator's command against the running stack, or the addresses in the environment: says in one sentence on
 * standard error how it failed and sets the exit code, which is 0 unless `work` gives another.
 */
export async function runAsOperator(
  work: (operator: Operator) => Promise<number | undefined>,
): Promise<void> {
  let config: ServiceConfig;
  try {
    config = readConfig(serviceConfigSchema, operatorEnvironment());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\nIs the stack running? npm start starts it.\n`);
    process.exitCode = OPERATOR_EXIT.away;
    return;
  }
  const identity = new Identity(config, new SystemClock());
  const clients = new ServiceClients(config, identity, { kind: 'service', name: 'operator' });
  try {
    process.exitCode = (await work({ clients, config })) ?? OPERATOR_EXIT.done;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = exitCodeOf(error);
  } finally {
    await clients.onApplicationShutdown();
  }
}

/** Away when trying again can help, wrong usage when what was typed is no good, refused when a service said no, failed for all else. */
function exitCodeOf(error: unknown): number {
  if (!(error instanceof Problem)) return OPERATOR_EXIT.failed;
  if (error.retriable) return OPERATOR_EXIT.away;
  if (error.status === 400) return OPERATOR_EXIT.usage;
  return error.status < 500 ? OPERATOR_EXIT.refused : OPERATOR_EXIT.failed;
}
