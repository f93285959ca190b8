import type { ServiceName } from '@paperboy/contracts';
import { Fleet, type FleetOptions } from '../../deploy/local/processes/fleet.js';
import type { ProcessEnd } from '../../deploy/local/processes/managed-process.js';
import { operatorCommand } from '../../deploy/local/processes/operator-command.js';
import type { Scale } from '../../deploy/local/processes/services.js';
import { testStack } from './test-stack.js';
import { uniqueNamespace } from './unique-namespace.js';

/** Which services to run for a test, and under which names. */
export interface ServicesOptions {
  /** Prefix of databases, topics, groups and keys; one of its own by default. */
  namespace?: string;
  /** How many replicas of each; what is not named does not run. */
  services: Partial<Scale>;
  /** How many of them start at once, where not all do; the others wait for `start`. */
  startWith?: Partial<Scale>;
  /** More variables for every service; they win, so that one may lead to a server of the test's own. */
  env?: Record<string, string>;
  /** Hears each line that a service writes. */
  onLine?: FleetOptions['onLine'];
  /** Hears each death and restart. */
  onEvent?: FleetOptions['onEvent'];
}

/** Real services that run for one test. */
export interface RunningServices {
  namespace: string;
  /** The variables that lead to them: what a client of the test, or an operator's command, needs. */
  environment: Record<string, string>;
  /** `http://127.0.0.1:port` of each replica. */
  addresses(service: ServiceName): string[];
  /** Where each replica answers `/health` and `/metrics`: of web, at a port of its own. */
  operations(service: ServiceName): string[];
  /** Where a reader's browser would go; only with web. */
  publicUrl: string;
  /** Sends a signal to the process of a replica (counted from 1); after SIGKILL it is restarted as in `npm start`. */
  kill(service: ServiceName, replica: number, signal: NodeJS.Signals): void;
  /** Starts a replica that was stopped or has died; `more` are variables for this one start. */
  start(service: ServiceName, replica: number, more?: Record<string, string>): void;
  /** SIGTERM: stops a replica for good, or until `start`; says how it ended, or nothing when it did not run. */
  stopOne(service: ServiceName, replica: number): Promise<ProcessEnd | undefined>;
  /** The process id of a replica while it runs; another one after a restart. */
  pid(service: ServiceName, replica?: number): number | undefined;
  /** Waits until all replicas serve that are to run. */
  ready(): Promise<void>;
  /** Runs an operator's command against them, as `npx paperboy …`, and gives what it wrote. */
  operator(args: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Nobody listens there: no test asks the real arXiv, whatever is harvested. */
const NO_ARXIV = {
  SUBMIT_FROM: '',
  HARVEST_SETS: '',
  ARXIV_OAI_URL: 'http://127.0.0.1:9/oai',
  ARXIV_API_URL: 'http://127.0.0.1:9/api/query',
  ARXIV_RSS_URL: 'http://127.0.0.1:9/rss',
};

/** Starts real services from dist against the stack of this test run, topics first, and is done when they serve. */
export async function startServices(options: ServicesOptions): Promise<RunningServices> {
  const { kafkaBrokers, mongodbUrl, redisUrl, smtpUrl } = testStack();
  const namespace = options.namespace ?? uniqueNamespace();
  const serviceSecret = 'a-secret-that-only-tests-know-0123456789abcdef';
  const fleet = await Fleet.start({
    scale: options.services,
    startWith: options.startWith,
    installation: { kafkaBrokers, mongodbUrl, redisUrl, smtpUrl, namespace, serviceSecret },
    env: {
      LOG_LEVEL: 'warn',
      CHECK_ANSWERS: 'true',
      SEARCH_FOLDER: process.env.SEARCH_FOLDER ?? '',
      ...NO_ARXIV,
      ...options.env,
    },
    prepare: async (environment) => {
      await operatorCommand(['topics', 'create'], environment);
    },
    onLine: options.onLine,
    onEvent: options.onEvent,
  });
  try {
    await fleet.ready();
  } catch (error) {
    await fleet.stop();
    throw error;
  }
  return {
    namespace,
    environment: fleet.environment,
    publicUrl: fleet.publicUrl,
    addresses: (service) => fleet.addresses(service),
    operations: (service) => fleet.operations(service),
    kill: (service, replica, signal) => fleet.process(service, replica).kill(signal),
    start: (service, replica, more) => fleet.process(service, replica).start(more),
    stopOne: (service, replica) => fleet.process(service, replica).stop(),
    pid: (service, replica) => fleet.process(service, replica).pid,
    ready: () => fleet.ready(),
    operator: (args) => operatorCommand(args, fleet.environment),
    stop: () => fleet.stop(),
  };
}
