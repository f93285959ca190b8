import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** A Lua script that is called by its hash, and loaded when Redis does not know it. */
export class LuaScript {
  readonly #sha: string;

  constructor(readonly text: string) {
    this.#sha = createHash('sha1').update(text).digest('hex');
  }

  /** Runs it; keys are built inside, so it needs a Redis that is not a cluster. */
  async run(redis: Redis, ...args: (string | number)[]): Promise<unknown> {
    try {
      return await redis.evalsha(this.#sha, 0, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(this.text, 0, ...args);
    }
  }
}
