import { setTimeout as sleep } from 'node:timers/promises';
import { Identity, SystemClock } from '@paperboy/platform';
import {
  type RunningServices,
  type Scale,
  type ServiceName,
  startServices,
  waitFor,
} from '@paperboy/testing';
import { REPLICAS } from './attack/plan.js';

/** Started again after so long, whatever the back-off of a real installation would be: kills come in quick succession. */
const RESTART_AFTER_MS = 60;

/** A relay's lease here; frozen ones sleep longer. */
const LEASE_MS = '1500';

/** Everyone here comes from one address and writes to one domain, far more often than people do. */
const WITHOUT_LIMITS = {
  WRITES_PER_MINUTE: '0',
  ANONYMOUS_WRITES_PER_MINUTE: '0',
  UNKNOWN_CREDENTIALS_PER_MINUTE: '0',
  MAIL_REQUESTS_PER_DAY: '0',
  CONFIRMATIONS_PER_DOMAIN: '0',
};

/** Services under attack: whoever dies is started again at once, with what was laid ready for the next start. */
export class Cluster {
  /** Deaths by SIGKILL so far. */
  kills = 0;
  /** Whoever ended without being killed, with its last words: nothing may do that. */
  readonly ownDeaths: string[] = [];
  private readonly nextStart = new Map<string, Record<string, string>>();
  private readonly deaths = new Map<string, number>();
  private closed = false;

  private constructor(
    readonly services: RunningServices,
    private readonly scale: Scale,
  ) {}

  /** Starts `scale`, or at first only `startWith` of it. */
  static async start(
    env: Record<string, string>,
    scale: Scale = REPLICAS,
    startWith: Scale = scale,
  ): Promise<Cluster> {
    let cluster: Cluster | undefined;
    const services = await startServices({
      services: scale,
      startWith,
      env: { RELAY_LEASE_MS: LEASE_MS, ...WITHOUT_LIMITS, ...env },
      onEvent: ({ service, replica }, event) => {
        if (event.type !== 'died' || !cluster) return;
        cluster.died(service, replica, event.signal, event.code, event.lastLines);
      },
    });
    cluster = new Cluster(services, scale);
    return cluster;
  }

  /** How often a replica has died. */
  deathsOf(service: ServiceName, replica: number): number {
    return this.deaths.get(`${service} ${replica}`) ?? 0;
  }

  /** SIGKILL; `env` is for its next start alone. */
  kill(service: ServiceName, replica: number, env: Record<string, string> = {}): void {
    this.nextStart.set(`${service} ${replica}`, env);
    this.services.kill(service, replica, 'SIGKILL');
  }

  /** SIGSTOP, and SIGCONT after a while, unless somebody killed it meanwhile. */
  async freeze(service: ServiceName, replica: number, forMs: number): Promise<void> {
    const pid = this.services.pid(service, replica);
    this.services.kill(service, replica, 'SIGSTOP');
    await sleep(forMs);
    if (this.services.pid(service, replica) === pid) this.services.kill(service, replica, 'SIGCONT');
  }

  /** SIGCONT, also for one that froze itself. */
  thaw(service: ServiceName, replica: number): void {
    this.services.kill(service, replica, 'SIGCONT');
  }

  /** Waits until a replica that serves does so no longer; false when that does not come. */
  async stopsAnswering(service: ServiceName, replica: number, withinMs: number): Promise<boolean> {
    const address = this.services.operations(service)[replica - 1];
    const silent = (): Promise<boolean> =>
      fetch(`${address}/health/live`, { signal: AbortSignal.timeout(800) }).then(
        () => false,
        () => true,
      );
    return waitFor(silent, Boolean, { timeoutMs: withinMs }).catch(() => false);
  }

  /** Kills it, starts it with a point at which it kills itself, and waits for that; when it does not come, kills it. */
  async crash(service: ServiceName, replica: number, point: string, withinMs: number): Promise<boolean> {
    const before = this.deathsOf(service, replica);
    this.kill(service, replica, { FAULT_POINT: point });
    const crashed = await waitFor(
      () => this.deathsOf(service, replica),
      (deaths) => deaths >= before + 2,
      { timeoutMs: withinMs },
    ).then(
      () => true,
      () => false,
    );
    if (!crashed) this.kill(service, replica);
    return crashed;
  }

  /** Waits until a replica that was killed serves again; false when it does not, or died again. */
  async servesAgain(service: ServiceName, replica: number): Promise<boolean> {
    const address = this.services.operations(service)[replica - 1];
    const asked = async (): Promise<boolean> =>
      (await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(1_000) })).ok;

    return waitFor(asked, Boolean, { timeoutMs: 40_000, everyMs: 50 }).catch(() => false);
  }

  /** Whether a replica of the catalog relays the events of a collection. */
  async leads(collection: string, replica: number): Promise<boolean> {
    const address = this.services.operations('catalog')[replica - 1];
    const answer = await fetch(`${address}/health`, { signal: AbortSignal.timeout(1_000) });
    const { components } = (await answer.json()) as { components: Record<string, { leads?: boolean }> };
    return components[`relay ${collection}`]?.leads === true;
  }

  /** Waits until all replicas of all services serve; wakes those that froze at a point which they reached late. */
  async ready(): Promise<void> {
    for (const service of Object.keys(this.scale) as ServiceName[]) {
      for (const [index, address] of this.services.operations(service).entries()) {
        const woken = async (): Promise<boolean> => {
          this.thaw(service, index + 1);
          return (await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
        };
        await waitFor(woken, Boolean, { timeoutMs: 60_000, everyMs: 100 });
      }
    }
  }

  /** Asks a service as an operator. */
  async ask<Body>(service: ServiceName, method: string, path: string, body?: unknown): Promise<Body> {
    const { SERVICE_SECRET = '' } = this.services.environment;
    const token = await new Identity({ SERVICE_SECRET }, new SystemClock()).sign(
      { kind: 'service', name: 'operator' },
      service,
    );
    const [address] = this.services.addresses(service);
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as Body;
  }

  /** Stops the restarting and all services. */
  async stop(): Promise<void> {
    this.closed = true;
    await this.services.stop();
  }

  private died(
    service: ServiceName,
    replica: number,
    signal: string | null,
    code: number | null,
    lastLines: string[],
  ): void {
    const name = `${service} ${replica}`;
    this.deaths.set(name, (this.deaths.get(name) ?? 0) + 1);
    if (signal === 'SIGKILL') this.kills++;
    else this.ownDeaths.push(`${name} ended with ${code ?? signal}:\n  ${lastLines.join('\n  ')}`);
    const env = this.nextStart.get(name) ?? {};
    this.nextStart.delete(name);
    setTimeout(() => {
      if (!this.closed) this.services.start(service, replica, env);
    }, RESTART_AFTER_MS);
  }
}
