import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { endpoint } from '@paperboy/contracts';
import { z } from 'zod';
import { SystemClock } from '../clock.js';
import type { Caller } from '../identity/caller.js';
import { Identity } from '../identity/identity.js';
import { runInTrace } from '../observe/trace.js';
import { ServiceClient } from './service-client.js';

const identity = new Identity({ SERVICE_SECRET: 'k'.repeat(32) }, new SystemClock());
const self: Caller = { kind: 'service', name: 'web' };
const read = endpoint({
  service: 'catalog',
  method: 'GET',
  path: '/x',
  answer: z.any(),
  callers: ['service'],
  repeatable: true,
  summary: 'Reads.',
});
const write = endpoint({
  service: 'catalog',
  method: 'POST',
  path: '/x',
  body: z.any(),
  answer: z.any(),
  callers: ['service'],
  repeatable: false,
  summary: 'Writes.',
});
const NOBODY = 'http://127.0.0.1:1';

const servers: Server[] = [];
const clients: ServiceClient[] = [];

async function replica(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(...urls: string[]): ServiceClient {
  const client = new ServiceClient('catalog', urls, identity, self);
  clients.push(client);
  return client;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a call to another service', () => {
  it('is signed as the service itself or as the person it is for, and carries the trace on', async () => {
    const seen: IncomingMessage[] = [];
    const client = clientOf(
      await replica((request, response) => {
        seen.push(request);
        response.end('{"ok":true}');
      }),
    );
    const ann: Caller = { kind: 'person', id: 'p1', handle: 'ann', name: 'Ann', role: 'reader' };
    const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, requestId: 'r1' };
    await runInTrace(trace, () => client.ask(read, {}));
    await client.ask(write, { body: { a: 1 } }, { as: ann });
    const catalog = new Identity({ SERVICE_SECRET: 'k'.repeat(32) }, new SystemClock(), { name: 'catalog' });
    const callers = await Promise.all(
      seen.map(({ headers }) => catalog.verify((headers.authorization ?? '').replace('Bearer ', ''))),
    );
    expect(callers).toEqual([self, ann]);
    expect(seen[0]?.headers).toMatchObject({
      'x-request-id': 'r1',
      traceparent: expect.stringMatching(/^00-a{32}-(?!b{16})/),
    });
  });

  it('says until when it waits when it writes, and not when it reads', async () => {
    const seen: IncomingMessage[] = [];
    const client = clientOf(
      await replica((request, response) => {
        seen.push(request);
        response.end('{}');
      }),
    );
    const from = Date.now();
    await client.ask(read, {});
    await client.ask(write, {});
    const [reading, writing] = seen.map(({ headers }) => headers['x-answer-by']);
    expect(reading).toBeUndefined();
    expect(Number(writing)).toBeGreaterThan(from);
    expect(Number(writing)).toBeLessThan(Date.now() + 5_000);
  });

  it('checks and types the answer by the schema', async () => {
    const client = clientOf(await replica((_, response) => response.end('{"upvotes":"7"}')));
    expect(
      (await client.ask({ ...read, answer: z.object({ upvotes: z.coerce.number() }) }, {})).upvotes,
    ).toBe(7);
    await expect(client.ask({ ...read, answer: z.object({ comments: z.number() }) }, {})).rejects.toThrow(
      z.ZodError,
    );
  });

  it('throws the problem that the service answered with', async () => {
    const problem = { code: 'too-old', detail: 'It is too old.', fields: [{ field: 'a', allowed: 'b' }] };
    const client = clientOf(
      await replica((_, response) =>
        response.writeHead(429, { 'retry-after': '7' }).end(JSON.stringify(problem)),
      ),
    );
    await expect(client.ask(write, {})).rejects.toMatchObject({
      status: 429,
      retryAfterSeconds: 7,
      ...problem,
    });
  });

  it('throws a problem of its own when the service answered something else', async () => {
    const client = clientOf(await replica((_, response) => response.writeHead(500).end('<html>')));
    await expect(client.ask(read, {})).rejects.toMatchObject({ status: 500, code: 'service-failed' });
  });

  it('goes to the next replica when nothing was sent, whatever the method', async () => {
    const client = clientOf(NOBODY, await replica((_, response) => response.end('1')));
    expect(await client.ask(write, {})).toBe(1);
    expect(await client.ask(write, {})).toBe(1);
    expect(await client.ask(read, {})).toBe(1);
  });

  it('repeats what is harmless after a broken connection, and nothing else', async () => {
    let broken = 0;
    const breaking = await replica((request) => {
      broken += 1;
      request.socket.destroy();
    });
    const whole = await replica((_, response) => response.end('2'));
    expect(await clientOf(breaking, whole).ask(read, {})).toBe(2);
    expect(await clientOf(breaking, whole).ask({ ...write, repeatable: true }, {})).toBe(2);
    expect(await clientOf(breaking, whole).ask(write, {}, { idempotencyKey: 'k' })).toBe(2);
    expect(broken).toBe(3);
    await expect(clientOf(breaking, whole).ask(write, {})).rejects.toMatchObject({ status: 503 });
    expect(broken).toBe(4);
  });

  it('leaves a replica that does not answer for another one, and asks it last from then on', async () => {
    let asked = 0;
    const frozen = await replica(() => {
      asked += 1;
    });
    const client = clientOf(frozen, await replica((_, response) => response.end('3')));
    expect(await client.ask(read, {})).toBe(3);
    expect(await client.ask(read, {})).toBe(3);
    expect(await client.ask(read, {})).toBe(3);
    expect(asked).toBe(1);
  }, 10_000);

  it('comes back to a replica that was slow when the other one is not there', async () => {
    let asked = 0;
    const slow = await replica((_, response) => {
      asked += 1;
      if (asked > 1) response.end('4');
    });
    expect(await clientOf(slow, NOBODY).ask({ ...write, repeatable: true }, {})).toBe(4);
    expect(asked).toBe(2);
  }, 10_000);

  it('asks another replica where one says that it alone can not answer, and passes that on where all do', async () => {
    const building = await replica((_, response) => {
      response.writeHead(503, { 'content-type': 'application/json', 'x-ask-another': 'true' });
      response.end('{"code":"building","detail":"Still reading."}');
    });
    const whole = await replica((_, response) => response.end('{"whole":true}'));
    const client = clientOf(building, whole);
    for (let call = 0; call < 4; call += 1) expect(await client.ask(read, {})).toEqual({ whole: true });
    await expect(clientOf(building, building).ask(read, {})).rejects.toMatchObject({
      status: 503,
      code: 'building',
    });
  });

  it('asks a replica last that closes the connection with its answer, as one does that ends', async () => {
    const asked = { ending: 0, other: 0 };
    const ending = await replica((_, response) => {
      asked.ending += 1;
      response.writeHead(200, { connection: 'close' }).end('1');
    });
    const other = await replica((_, response) => {
      asked.other += 1;
      response.end('2');
    });
    const client = clientOf(ending, other);
    for (let n = 0; n < 6; n++) await client.ask(write, {});
    expect(asked).toEqual({ ending: 1, other: 5 });
    const alone = clientOf(ending);
    for (let n = 0; n < 3; n++) expect(await alone.ask(write, {})).toBe(1);
  });

  it('is a 503 with a time to wait when nobody is there, within its time', async () => {
    const away = { status: 503, code: 'service-away', retryAfterSeconds: 2, retriable: true };
    await expect(clientOf(NOBODY).ask(read, {})).rejects.toMatchObject(away);
    const began = performance.now();
    await expect(clientOf(await replica(() => undefined)).ask(read, {})).rejects.toMatchObject(away);
    expect(performance.now() - began).toBeLessThan(9_000);
  }, 20_000);

  it('tells whether the last calls were answered, by whichever replica', async () => {
    let status = 200;
    const client = clientOf(NOBODY, await replica((_, response) => response.writeHead(status).end('1')));
    expect(client.health()).toEqual({ state: 'up' });
    await client.ask(read, {});
    expect(client.health()).toEqual({ state: 'up', lastAnswered: expect.stringMatching(/Z$/) });
    status = 503;
    await expect(client.ask(read, {})).rejects.toMatchObject({ status });
    expect(client.health()).toMatchObject({ state: 'degraded', detail: 'It answered 503.' });
    status = 200;
    await client.ask(read, {});
    expect(client.health()).toMatchObject({ state: 'up' });
    const alone = clientOf(NOBODY);
    await expect(alone.ask(read, {})).rejects.toMatchObject({ status: 503 });
    expect(alone.health()).toMatchObject({
      state: 'degraded',
      detail: "It can't be reached: ECONNREFUSED.",
      failedInARow: 1,
    });
  });

  it('passes any status on when raw', async () => {
    const client = clientOf(
      await replica((request, response) => response.writeHead(304, { etag: '"1"' }).end(request.url)),
    );
    const answer = await client.raw({ method: 'GET', path: '/x?y', as: null });
    expect(answer.status).toBe(304);
    expect(answer.headers.etag).toBe('"1"');
  });
});
