import { type Caller, Identity, redisPrefix, SystemClock } from '@paperboy/platform';
import { type RunningServices, testStack } from '@paperboy/testing';
import { Redis } from 'ioredis';

/** Asks a service as a person, the operator, or nobody; status 0 when it could not be asked. The first replica that answers. */
export type Asking = (
  service: 'catalog' | 'ranking',
  method: string,
  path: string,
  as?: Caller | 'operator',
  body?: unknown,
) => Promise<{ status: number; body: unknown }>;

/** Asks with the tokens that web and the operator's command line would send. */
export function asking(services: RunningServices): Asking {
  const { SERVICE_SECRET = '' } = services.environment;
  const identity = new Identity({ SERVICE_SECRET }, new SystemClock());
  return async (service, method, path, as, body) => {
    const caller: Caller | undefined = as === 'operator' ? { kind: 'service', name: 'operator' } : as;
    const headers = {
      ...(caller && { authorization: `Bearer ${await identity.sign(caller, service)}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    let failed: unknown;
    for (const address of services.addresses(service)) {
      try {
        const answer = await fetch(`${address}${path}`, {
          method,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(15_000),
        });
        return { status: answer.status, body: await answer.json() };
      } catch (error) {
        failed = error;
      }
    }
    return { status: 0, body: String(failed) };
  };
}

/** The live lists as they lie in Redis. */
export class ListsInRedis {
  private readonly redis = new Redis(testStack().redisUrl);
  private readonly root: string;

  constructor(services: RunningServices) {
    this.root = redisPrefix(services.namespace, 'ranking');
  }

  current(): Promise<string | null> {
    return this.redis.get(`${this.root}current`);
  }

  /** Every sorted set and every hash of figures of the current generation, scores with all their digits. */
  async bits(): Promise<Record<string, unknown>> {
    const prefix = `${this.root}g${await this.current()}:`;
    const dump: Record<string, unknown> = {};
    for (const key of (await this.redis.keys(`${prefix}*`)).sort()) {
      const name = key.slice(prefix.length);
      if (name.startsWith('l:') || name.startsWith('periods:'))
        dump[name] = await this.redis.zrange(key, '0', '-1', 'WITHSCORES');
      else if (name.startsWith('x:') || name.startsWith('v:')) dump[name] = await this.redis.hgetall(key);
    }
    return dump;
  }

  /** The `seq` of the newest state of each vote that the current generation has read, by paper and person. */
  async votes(): Promise<Map<string, number>> {
    const prefix = `${this.root}g${await this.current()}:v:`;
    const seqs = new Map<string, number>();
    for (const key of await this.redis.keys(`${prefix}*`)) {
      for (const [person, packed] of Object.entries(await this.redis.hgetall(key)))
        seqs.set(`${key.slice(prefix.length)} ${person}`, Number.parseInt(packed, 10));
    }
    return seqs;
  }

  async stop(): Promise<void> {
    await this.redis.quit();
  }
}
