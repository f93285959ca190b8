import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { queues } from '@paperboy/contracts';
import { createLogger } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { JobWorker } from './job-worker.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });

describe('The worker of a queue', () => {
  const sockets = new Set<Socket>();
  let door: Server;
  let worker: JobWorker;

  /** Redis behind a door of the spec's own, which no other spec needs. */
  async function open(port: number): Promise<number> {
    const { hostname, port: redisPort } = new URL(testStack().redisUrl);
    door = createServer((inside) => {
      const outside = connect(Number(redisPort), hostname);
      for (const socket of [inside, outside]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          inside.destroy();
          outside.destroy();
        });
      }
      inside.pipe(outside).pipe(inside);
    }).listen(port, '127.0.0.1');
    await once(door, 'listening');
    return (door.address() as AddressInfo).port;
  }

  async function shut(): Promise<void> {
    const closed = once(door, 'close');
    door.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  let port: number;

  beforeEach(async () => {
    port = await open(0);
    worker = new JobWorker({
      contract: queues.planDigests,
      redisUrl: `redis://127.0.0.1:${port}`,
      prefix: uniqueNamespace(),
      concurrency: 1,
      handle: async () => undefined,
      log,
    });
  });
  afterEach(async () => {
    await worker.stop();
    await shut();
  });

  it('is up again once Redis is, without a job that would tell', async () => {
    expect(worker.health().state).toBe('degraded');
    worker.start();
    const state = (): string => worker.health().state;
    await waitFor(state, (now) => now === 'up');
    await shut();
    await waitFor(state, (now) => now === 'degraded');
    await open(port);
    await waitFor(state, (now) => now === 'up', { timeoutMs: 30_000 });
  });
});
