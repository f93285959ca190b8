import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES, type ServiceName } from '@paperboy/contracts';
import { freePort } from '../machine/free-port.js';
import { projectRoot } from '../paths.js';
import { ManagedProcess, type ProcessEvent } from './managed-process.js';
import {
  type Installation,
  installationEnvironment,
  type Ports,
  replicaEnvironment,
} from './service-environment.js';
import { type Scale, STOP_ORDER } from './services.js';

/** A replica of a service. Replicas are numbered from 1. */
export interface ReplicaId {
  service: ServiceName;
  replica: number;
}

/** The services to run, their installation, and the listeners. */
export interface FleetOptions {
  /** Services that are not named do not run. */
  scale: Partial<Scale>;
  /** How many replicas start now. The others have an address too, but start only when the caller starts them. */
  startWith?: Partial<Scale> | undefined;
  installation: Omit<Installation, 'publicUrl'>;
  /** The port of the first replica of web; free by default. */
  webPort?: number;
  /** Called before the first service starts, with the variables of the installation. */
  prepare?: (environment: Record<string, string>) => Promise<void>;
  /** More variables for every service. They override those of the installation. */
  env?: NodeJS.ProcessEnv;
  onLine?: (id: ReplicaId, line: string) => void;
  onEvent?: (id: ReplicaId, event: ProcessEvent) => void;
}

interface Replica extends ReplicaId {
  port: number;
  /** The port of `/health` and `/metrics`. Web has one of its own for them, since its other port is public. */
  operationsPort: number;
  process: ManagedProcess;
}

// The whole stack has to fit into 1.5 GB; a service that holds papers and votes in memory gets a little more.
const OLD_SPACE_MB: Record<ServiceName, number> = {
  ingest: 160,
  catalog: 256,
  ranking: 256,
  mailer: 192,
  web: 192,
};
const READY_WITHIN_MS = 90_000;
const DEATHS_BEFORE_GIVING_UP = 4;
/** The exit code of a service that refuses its variables (EX_CONFIG of sysexits). A restart would not help. */
const WRONG_CONFIGURATION = 78;

/** The services of one installation. Each replica is a process of its own, which is restarted when it dies. */
export class Fleet {
  private readonly deaths = new Map<Replica, number>();
  /** The last lines of replicas that refused their variables. */
  private readonly refusals = new Map<Replica, string[]>();

  private constructor(
    private readonly replicas: Replica[],
    /** The variables with the addresses of this installation. */
    readonly environment: Record<string, string>,
    /** The address of the pages. */
    readonly publicUrl: string,
  ) {}

  /** Chooses the ports and starts the replicas. `ready` resolves when they serve. */
  static async start(options: FleetOptions): Promise<Fleet> {
    const ports: Ports = {};
    for (const service of SERVICES) {
      const count = options.scale[service] ?? 0;
      ports[service] = await Promise.all(Array.from({ length: count }, () => freePort()));
    }
    if (options.webPort && ports.web?.length) ports.web[0] = options.webPort;
    const publicUrl =
      options.env?.PUBLIC_URL ?? `http://localhost:${ports.web?.[0] ?? options.webPort ?? 3000}`;
    const environment = installationEnvironment({ ...options.installation, publicUrl }, ports);
    const replicas: Replica[] = [];
    const fleet = new Fleet(replicas, environment, publicUrl);
    for (const service of SERVICES) {
      for (const [index, port] of (ports[service] ?? []).entries()) {
        const operationsPort = service === 'web' ? await freePort() : port;
        replicas.push(fleet.replicaOf({ service, replica: index + 1 }, port, operationsPort, options));
      }
    }
    // For `paperboy status`: only web has a separate port for operations.
    if (ports.web?.length) environment.WEB_OPERATIONS_URL = fleet.operations('web').join(',');
    await options.prepare?.(environment);
    for (const { service, replica, process } of replicas) {
      if (replica <= (options.startWith?.[service] ?? replica)) process.start();
    }
    return fleet;
  }

  /** Waits until every started replica answers `GET /health/ready`. Throws when one keeps dying or takes too long. */
  async ready(): Promise<void> {
    const wanted = this.replicas.filter(({ process }) => process.wanted);
    await Promise.all(wanted.map((replica) => this.readyOne(replica)));
  }

  /** The addresses of the replicas of a service. */
  addresses(service: ServiceName): string[] {
    return this.of(service).map(({ port }) => `http://127.0.0.1:${port}`);
  }

  /** The addresses at which the replicas of a service answer `/health` and `/metrics`. */
  operations(service: ServiceName): string[] {
    return this.of(service).map(({ operationsPort }) => `http://127.0.0.1:${operationsPort}`);
  }

  /** The process of a replica, to be killed, frozen, stopped or started again. */
  process(service: ServiceName, replica = 1): ManagedProcess {
    const found = this.replicas.find((one) => one.service === service && one.replica === replica);
    if (!found) throw new Error(`Replica ${replica} of ${service} does not run.`);
    return found.process;
  }

  /** Stops the services in order, the replicas of each at the same time. */
  async stop(): Promise<void> {
    for (const service of STOP_ORDER) {
      await Promise.all(this.of(service).map((one) => one.process.stop()));
    }
  }

  private of(service: ServiceName): Replica[] {
    return this.replicas.filter((one) => one.service === service);
  }

  private replicaOf(id: ReplicaId, port: number, operationsPort: number, options: FleetOptions): Replica {
    const main = join(projectRoot, 'dist', 'services', id.service, 'src', 'main.js');
    if (!existsSync(main)) throw new Error(`${id.service} is not built: run npm run build.`);
    const replica: Replica = {
      ...id,
      port,
      operationsPort,
      process: new ManagedProcess({
        name: id.service,
        command: process.execPath,
        args: ['--enable-source-maps', `--max-old-space-size=${OLD_SPACE_MB[id.service]}`, main],
        env: {
          ...process.env,
          ...this.environment,
          ...options.env,
          ...replicaEnvironment(port, operationsPort),
        },
        cwd: projectRoot,
        restart: true,
        onLine: (line) => options.onLine?.(id, line),
        onEvent: (event) => {
          if (event.type === 'died') {
            this.deaths.set(replica, (this.deaths.get(replica) ?? 0) + 1);
            if (event.code === WRONG_CONFIGURATION) this.refusals.set(replica, event.lastLines);
          }
          options.onEvent?.(id, event);
        },
      }),
    };
    return replica;
  }

  private async readyOne(replica: Replica): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!(await answersReady(replica.operationsPort))) {
      const lines = (): string => replica.process.lastLines.map((line) => `\n  ${line}`).join('');
      const refusal = this.refusals.get(replica);
      if (refusal) throw new Error(`${replica.service} can't start:\n  ${refusal.join('\n  ')}`);
      if ((this.deaths.get(replica) ?? 0) >= DEATHS_BEFORE_GIVING_UP) {
        throw new Error(`${replica.service} ends again and again while it starts. Its last lines:${lines()}`);
      }
      if (performance.now() > deadline) {
        throw new Error(
          `${replica.service} was not ready in ${READY_WITHIN_MS / 1000} s. Its last lines:${lines()}`,
        );
      }
      await sleep(50);
    }
  }
}

async function answersReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, {
      signal: AbortSignal.timeout(2_000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    // Not listening yet, or too busy starting to answer: the caller asks again.
    return false;
  }
}
