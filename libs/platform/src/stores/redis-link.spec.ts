import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { testStack } from '@paperboy/testing';
import type { Redis } from 'ioredis';
import { Health } from '../observe/health.js';
import { createLogger } from '../observe/log.js';
import { connectRedis, RedisLink } from './redis-link.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
const ends: (() => unknown)[] = [];

/** A server that does with each connection as it is told. */
async function serving(take: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    ends.push(() => socket.destroy());
    take(socket);
  }).listen(0, '127.0.0.1');
  ends.push(() => server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function tried(port: number): Promise<Redis> {
  const link = new RedisLink(connectRedis(`redis://127.0.0.1:${port}`), log, new Health('test', new Date()));
  ends.push(() => link.onApplicationShutdown());
  await link.tried;
  return link.redis;
}

describe('the first attempt to reach Redis', () => {
  afterEach(() => {
    for (const end of ends.splice(0)) end();
  });

  it('is waited for while a healthy server takes long', async () => {
    const port = await serving((outer) => {
      const { hostname, port: real } = new URL(testStack().redisUrl);
      const inner = connect(Number(real), hostname);
      ends.push(() => inner.destroy());
      outer.on('data', (bytes) => inner.write(bytes));
      inner.on('data', async (bytes) => {
        await sleep(100);
        outer.write(bytes);
      });
      inner.on('error', () => outer.destroy());
    });
    const redis = await tried(port);
    expect(await redis.ping()).toBe('PONG');
  });

  it('is over when nobody listens, and when nobody answers', async () => {
    const frozen = await serving(() => undefined);
    expect((await tried(frozen)).status).not.toBe('ready');
    const closing = await serving((socket) => socket.destroy());
    expect((await tried(closing)).status).not.toBe('ready');
  });
});
