import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BeforeApplicationShutdown, Controller, Delete, Get, Module, Param } from '@nestjs/common';
import { type AskedOf, endpoint } from '@paperboy/contracts';
import { z } from 'zod';
import { operationsSchema, serviceConfigSchema } from './config/service-config.js';
import { conflict } from './errors/problem.js';
import { Asked, Serves } from './http/serves.js';
import type { Caller } from './identity/caller.js';
import { AllowCallers, AllowEveryone, CurrentCaller } from './identity/callers.guard.js';
import { Identity } from './identity/identity.js';
import { Health } from './observe/health.js';
import { createLogger } from './observe/log.js';
import { currentTrace } from './observe/trace.js';
import { bootService, type RunningService } from './service.js';

const common = { service: 'ranking', callers: 'everyone', repeatable: true, summary: 'A test.' } as const;
const items = endpoint({
  ...common,
  method: 'GET',
  path: '/api/items',
  query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(50) }),
  answer: z.object({ limit: z.int(), requestId: z.string().optional() }),
});
const onePaper = endpoint({
  ...common,
  method: 'GET',
  path: '/api/papers/{id}',
  params: z.object({ id: z.string().max(40) }),
  answer: z.object({ id: z.string() }),
});
const noteSchema = z.object({ note: z.string().max(10), token: z.string().max(3).optional() });
const takeNote = endpoint({
  ...common,
  method: 'POST',
  path: '/api/notes',
  body: noteSchema,
  status: 201,
  answer: noteSchema.extend({ requestId: z.string().optional() }),
});
const broken = endpoint({
  ...common,
  method: 'GET',
  path: '/api/broken',
  answer: z.object({ upvotes: z.int() }),
});

let finishSlow: () => void = () => undefined;

@Controller('api')
@AllowEveryone()
class TinyController {
  @Get('papers/:id/why')
  why(@Param('id') id: string) {
    return { why: id };
  }

  @Delete('notes/:token')
  erase() {
    throw conflict('still-needed', 'The note is still needed — später.');
  }

  @Get('bug')
  bug() {
    throw new TypeError('ann@example.org broke it');
  }

  @Get('away')
  away() {
    throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' });
  }

  @Get('slow')
  async slow() {
    await new Promise<void>((done) => {
      finishSlow = done;
    });
    return { finished: true };
  }

  @AllowCallers('curator', 'service')
  @Get('desk')
  desk(@CurrentCaller() caller: Caller) {
    return caller;
  }
}

@Controller()
class EndpointController {
  @Serves(items)
  items(@Asked() { query }: AskedOf<typeof items>) {
    return { limit: query.limit, requestId: currentTrace()?.requestId };
  }

  @Serves(onePaper)
  paper(@Asked() { params }: AskedOf<typeof onePaper>) {
    return params;
  }

  @Serves(takeNote)
  note(@Asked() { body }: AskedOf<typeof takeNote>) {
    return { ...body, requestId: currentTrace()?.requestId };
  }

  @Serves(broken)
  broken() {
    return { upvotes: 'seven' };
  }
}

/** What happens in the turn in which the server closes. */
let atTheEnd: () => void = () => undefined;

@Module({ controllers: [TinyController, EndpointController] })
class TinyModule implements BeforeApplicationShutdown {
  beforeApplicationShutdown(): void {
    atTheEnd();
    atTheEnd = () => undefined;
  }
}

const lines: string[] = [];
let service: RunningService;

async function boot(more: { public?: boolean } = {}): Promise<RunningService> {
  const log = createLogger({
    service: 'ranking',
    level: 'debug',
    format: 'json',
    destination: { write: (line) => lines.push(line) },
  });
  const env = { SERVICE_SECRET: 's'.repeat(32), CHECK_ANSWERS: 'true' };
  const options = {
    service: 'ranking',
    module: TinyModule,
    config: serviceConfigSchema,
    log,
    ...more,
  } as const;
  return bootService(options, env);
}

beforeAll(async () => {
  service = await boot();
});

afterAll(async () => {
  await service.stop();
});

const ask = (path: string, init?: RequestInit) => fetch(`${service.url}${path}`, init);
const postJson = (body: string) =>
  ask('/api/notes', { method: 'POST', headers: { 'content-type': 'application/json' }, body });

describe('a service over a real socket', () => {
  it('answers with the request id it was given, or with one of its own', async () => {
    const given = await ask('/api/items', { headers: { 'x-request-id': 'abc-1' } });
    expect(given.headers.get('x-request-id')).toBe('abc-1');
    expect(await given.json()).toEqual({ limit: 50, requestId: 'abc-1' });
    const strange = await ask('/api/items', { headers: { 'x-request-id': 'a b<script>' } });
    expect(strange.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9_-]{12}$/);
    expect(strange.headers.get('x-powered-by')).toBeNull();
  });

  it('keeps the trace while a body arrives', async () => {
    const answer = await ask('/api/notes', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'with-body' },
      body: '{"note":"hi"}',
    });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ note: 'hi', requestId: 'with-body' });
  });

  it('answers a wrong value with a problem that names the field, the value and what is allowed', async () => {
    const answer = await ask('/api/items?limit=1000');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.headers.get('x-error-code')).toBe('invalid-request');
    const problem = await answer.json();
    expect(problem).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'invalid-request',
      requestId: answer.headers.get('x-request-id'),
    });
    expect(problem.fields).toEqual([
      { field: 'limit', value: '1000', allowed: expect.stringContaining('100') },
    ]);
    expect(problem.detail).toContain('limit is "1000"');
    expect(problem.error).toBe(problem.detail);
    expect(answer.headers.get('x-error-message')).toBe(problem.detail);
  });

  it('fails when an answer breaks its contract, where answers are checked', async () => {
    expect((await ask('/api/broken')).status).toBe(500);
    const said = lines.find((line) => line.includes('breaks its contract'));
    expect(said).toContain('GET /api/broken');
    expect(said).toContain('upvotes');
  });

  it('does not repeat a secret that was sent in a wrong field', async () => {
    const answer = await postJson('{"note":"hi","token":"hunter22"}');
    expect(answer.status).toBe(400);
    expect(await answer.text()).not.toContain('hunter22');
  });

  it('answers broken JSON, a missing body and another type of body with 400 and 415', async () => {
    expect(await (await postJson('{"note":')).json()).toMatchObject({ status: 400, code: 'invalid-request' });
    expect((await ask('/api/notes', { method: 'POST' })).status).toBe(400);
    const text = await ask('/api/notes', {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'text/x' },
    });
    expect(await text.json()).toMatchObject({ status: 415, code: 'unsupported-media-type' });
  });

  it('answers a body over 64 KB with 413', async () => {
    const answer = await postJson(JSON.stringify({ note: 'x'.repeat(70_000) }));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'too-large' });
  });

  it('answers an unknown address with 404, and another method with 405 and what is allowed', async () => {
    const missing = await ask('/api/nothing?token=hush');
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({
      code: 'not-found',
      error: 'There is nothing under this address.',
    });
    const wrong = await ask('/api/notes', { method: 'PUT' });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.get('allow')).toBe('POST');
    expect(await wrong.json()).toMatchObject({ code: 'method-not-allowed' });
  });

  it('answers a malformed address and an endless one with 4xx', async () => {
    expect((await ask('/api/papers/%E0%A4%A')).status).toBe(400);
    expect((await ask(`/api/papers/${'9'.repeat(300)}`)).status).toBe(414);
  });

  it('takes old arXiv ids with a bare slash and with an escaped one', async () => {
    expect(await (await ask('/api/papers/hep-th/9901001')).json()).toEqual({ id: 'hep-th/9901001' });
    expect(await (await ask('/api/papers/hep-th%2F9901001')).json()).toEqual({ id: 'hep-th/9901001' });
    expect(await (await ask('/api/papers/math.GT/0309136/why?list=day')).json()).toEqual({
      why: 'math.GT/0309136',
    });
    expect(await (await ask('/api/papers/2602.23229/why')).json()).toEqual({ why: '2602.23229' });
  });

  it('answers a Problem as it was thrown, with a header that is plain ASCII', async () => {
    const answer = await ask('/api/notes/hush', { method: 'DELETE' });
    expect(answer.status).toBe(409);
    expect(answer.headers.get('x-error-code')).toBe('still-needed');
    expect(answer.headers.get('x-error-message')).toBe('The note is still needed ? sp?ter.');
    expect((await answer.json()).error).toBe('The note is still needed — später.');
  });

  it('tells nothing of a bug to the client, and all of it to the log but for mail addresses', async () => {
    const answer = await ask('/api/bug', { headers: { 'x-request-id': 'the-bug' } });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('broke');
    const line = lines.find((each) => each.includes('broke it'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'error',
      service: 'ranking',
      requestId: 'the-bug',
    });
    expect(line).toContain('[address] broke it');
    expect(line).not.toContain('ann@');
  });

  it('answers 503 with Retry-After when a dependency is away', async () => {
    const answer = await ask('/api/away');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toMatchObject({ code: 'dependency-away' });
  });

  it('lets through whom a route allows', async () => {
    const identity = service.app.get(Identity);
    const person = { kind: 'person', id: 'p', handle: 'ann', name: 'Ann', role: 'reader' } as const;
    const as = async (caller: Caller) =>
      ask('/api/desk', { headers: { authorization: `Bearer ${await identity.sign(caller)}` } });
    const nobody = await ask('/api/desk');
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect((await ask('/api/desk', { headers: { authorization: 'Bearer nonsense' } })).status).toBe(401);
    expect((await as(person)).status).toBe(403);
    expect((await as({ ...person, role: 'admin' })).status).toBe(200);
    expect(await (await as({ kind: 'service', name: 'operator' })).json()).toEqual({
      kind: 'service',
      name: 'operator',
    });
  });

  it('refuses a token that was made for another service', async () => {
    const identity = service.app.get(Identity);
    const operator = { kind: 'service', name: 'operator' } as const;
    const as = async (audience: string) =>
      ask('/api/desk', { headers: { authorization: `Bearer ${await identity.sign(operator, audience)}` } });
    expect((await as('ranking')).status).toBe(200);
    const other = await as('catalog');
    expect([other.status, await other.json()]).toEqual([
      401,
      expect.objectContaining({ detail: 'The token is not valid.' }),
    ]);
  });

  it('does not boot with a route that does not say who may call it', async () => {
    @Controller('open')
    class ForgetfulController {
      @Get('desk')
      @AllowCallers('operator')
      desk() {
        return 1;
      }

      @Get('drawer')
      drawer() {
        return 2;
      }
    }
    @Module({ controllers: [ForgetfulController] })
    class ForgetfulModule {}
    const env = { SERVICE_SECRET: 's'.repeat(32), LOG_LEVEL: 'silent' };
    await expect(
      bootService({ service: 'ranking', module: ForgetfulModule, config: serviceConfigSchema }, env),
    ).rejects.toThrow(/do not say who may call them.*: ForgetfulController\.drawer\. Put/);
  });

  it('takes an empty body under the type of JSON as none', async () => {
    const headers = { 'content-type': 'application/json' };
    const refused = await ask('/api/notes', { method: 'POST', headers, body: '' });
    // Read, and then refused for what it lacks.
    expect([refused.status, (await refused.json()).code]).toEqual([400, 'invalid-request']);
    expect((await ask('/api/items', { headers })).status).toBe(200);
  });

  it('logs each request by its pattern, never by its address', async () => {
    await ask('/api/notes/very-secret-token?also=secret-query', { method: 'DELETE' });
    const line = lines.findLast((each) => each.includes('"msg":"request"'));
    expect(JSON.parse(line ?? '')).toMatchObject({
      method: 'DELETE',
      route: '/api/notes/:token',
      status: 409,
    });
    expect(lines.join()).not.toContain('very-secret-token');
    expect(lines.join()).not.toContain('secret-query');
  });

  it('tells its health and stays ready when something is degraded', async () => {
    service.app.get(Health).add('kafka', () => ({ state: 'down', detail: 'ECONNREFUSED', lag: 7 }));
    expect(await (await ask('/health/live')).json()).toEqual({ status: 'live' });
    expect((await ask('/health/ready')).status).toBe(200);
    expect(await (await ask('/health')).json()).toEqual({
      service: 'ranking',
      status: 'degraded',
      since: expect.stringMatching(/Z$/),
      components: { kafka: { state: 'down', detail: 'ECONNREFUSED', lag: 7 } },
    });
  });

  it('counts requests by method, pattern and status', async () => {
    await ask('/api/papers/2602.23229');
    const text = await (await ask('/metrics')).text();
    expect(text).toMatch(
      /paperboy_http_request_duration_seconds_count\{.*method="GET",route="\/api\/papers\/:id",status="200".*\} \d/,
    );
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain('2602.23229');
  });
});

function accepts(port: number, host: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

describe('a service with a port for operations', () => {
  const bootApart = (env: Record<string, string> = {}) =>
    bootService(
      {
        service: 'web',
        module: TinyModule,
        config: serviceConfigSchema.extend(operationsSchema),
        log: createLogger({ service: 'web', level: 'silent', format: 'json' }),
      },
      { SERVICE_SECRET: 's'.repeat(32), ...env },
    );
  let apart: RunningService;
  beforeAll(async () => {
    apart = await bootApart();
  });
  afterAll(() => apart?.stop());

  it('tells strangers no more than that it is alive', async () => {
    const status = async (path: string) => (await fetch(apart.url + path)).status;
    expect(await Promise.all(['/health', '/health/ready', '/metrics'].map(status))).toEqual([404, 404, 404]);
    expect(await (await fetch(`${apart.url}/health/live`)).json()).toEqual({ status: 'live' });
  });

  it('tells all of itself there, on loopback unless told otherwise, and serves nothing else', async () => {
    expect(new URL(apart.operationsUrl).hostname).toBe('127.0.0.1');
    expect(apart.operationsUrl).not.toBe(apart.url);
    const told = (path: string) => fetch(apart.operationsUrl + path);
    expect(await (await told('/health')).json()).toMatchObject({ service: 'web', status: 'up' });
    expect(await (await told('/health/ready')).json()).toEqual({ status: 'ready' });
    expect(await (await told('/health/live')).json()).toEqual({ status: 'live' });
    await fetch(`${apart.url}/api/items`);
    expect(await (await told('/metrics')).text()).toContain('route="/api/items"');
    const refused = await told('/api/items');
    expect([refused.status, (await refused.json()).code]).toEqual([404, 'not-found']);
    expect((await fetch(`${apart.operationsUrl}/health`, { method: 'POST' })).status).toBe(405);
  });

  it('says there that it is not ready until it has stopped, and then nothing, whoever is still connected', async () => {
    const ending = await bootApart();
    const { port, hostname } = new URL(ending.operationsUrl);
    const silent = connect(Number(port), hostname);
    await once(silent, 'connect');
    const started = finishSlow;
    const inHand = fetch(`${ending.url}/api/slow`);
    while (finishSlow === started) await new Promise((done) => setImmediate(done));
    const stopped = ending.stop();
    expect((await fetch(`${ending.operationsUrl}/health/ready`)).status).toBe(503);
    const closed = once(silent, 'close');
    finishSlow();
    expect((await inHand).status).toBe(200);
    await stopped;
    await closed;
    expect(await accepts(Number(port), hostname)).toBe(false);
  });

  it('fails to boot when that port is taken', async () => {
    const { port } = new URL(apart.operationsUrl);
    await expect(bootApart({ OPERATIONS_PORT: port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('the end of a service', () => {
  it('finishes what is in hand, still answers on connections it has, and does not wait for silent ones', async () => {
    const ending = await boot();
    const { port, hostname } = new URL(ending.url);
    const silent = connect(Number(port), hostname);
    await new Promise((done) => silent.once('connect', done));
    const late = connect(Number(port), hostname);
    await new Promise((done) => late.once('connect', done));
    const slow = fetch(`${ending.url}/api/slow`);
    const started = finishSlow;
    while (finishSlow === started) await new Promise((done) => setImmediate(done));
    const stopped = ending.stop();
    while (await accepts(Number(port), hostname)) await new Promise((done) => setImmediate(done));
    late.write('GET /api/items HTTP/1.1\r\nhost: x\r\n\r\n');
    const [lateAnswer] = (await once(late, 'data')) as [Buffer];
    expect(lateAnswer.toString()).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
    await new Promise((done) => silent.once('close', done));
    finishSlow();
    const answer = await slow;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ finished: true });
    await stopped;
    await expect(fetch(`${ending.url}/health/live`)).rejects.toThrow();
  });

  it('takes new connections until nobody has asked for a moment, and tells everybody to go', async () => {
    const ending = await boot();
    const { port, hostname } = new URL(ending.url);
    const whole = async () => {
      const answer = await fetch(`${ending.url}/api/items`, { headers: { connection: 'close' } });
      await answer.arrayBuffer();
      return answer;
    };
    await whole();
    let ended = false;
    const stopped = ending.stop().then(() => {
      ended = true;
    });
    for (let n = 0; n < 20; n++) {
      const answer = await whole();
      expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    }
    expect((await fetch(`${ending.url}/health/ready`)).status).toBe(503);
    expect(ended).toBe(false);
    await stopped;
    expect(await accepts(Number(port), hostname)).toBe(false);
  });

  it('answers what came at the very moment at which it closes', async () => {
    const ending = await boot();
    const { port, hostname } = new URL(ending.url);
    const kept = connect(Number(port), hostname);
    const ask = () => kept.write('GET /api/items HTTP/1.1\r\nhost: x\r\n\r\n');
    ask();
    await once(kept, 'data');
    atTheEnd = ask;
    const stopped = ending.stop();
    const [answer] = (await once(kept, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
    await stopped;
  });

  it('gives strangers who keep a connection and are silent time to be told as well', async () => {
    const ending = await boot({ public: true });
    const { port, hostname } = new URL(ending.url);
    const [asks, leaves] = [connect(Number(port), hostname), connect(Number(port), hostname)];
    for (const one of [asks, leaves]) {
      one.write('GET /api/items HTTP/1.1\r\nhost: x\r\n\r\n');
      await once(one, 'data');
    }
    let ended = false;
    const stopped = ending.stop().then(() => {
      ended = true;
    });
    // Longer than nobody has to ask for where there are no strangers.
    await sleep(1_000);
    asks.write('GET /api/items HTTP/1.1\r\nhost: x\r\n\r\n');
    const [answer] = (await once(asks, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
    expect(ended).toBe(false);
    leaves.destroy();
    await stopped;
  });

  it('does not wait for ever for somebody who goes on asking', async () => {
    const ending = await boot();
    const asked = () =>
      fetch(`${ending.url}/api/items`).then(
        async (answer) => (await answer.arrayBuffer()).byteLength > 0,
        () => false,
      );
    await asked();
    let ended = false;
    const stopped = ending.stop().then(() => {
      ended = true;
    });
    let answers = 0;
    let longestMs = 0;
    while (!ended) {
      const from = performance.now();
      answers += (await asked()) ? 1 : 0;
      longestMs = Math.max(longestMs, performance.now() - from);
    }
    await stopped;
    // Where the machine stood still in between nobody went on asking, and the service may end as soon as that.
    expect(answers).toBeGreaterThan(longestMs < 100 ? 20 : 0);
  });

  it('fails to boot when its port is taken', async () => {
    const other: Server = createServer();
    const port = await new Promise<number>((done) =>
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        done(typeof address === 'object' && address ? address.port : 0);
      }),
    );
    const env = { SERVICE_SECRET: 's'.repeat(32), PORT: String(port), LOG_LEVEL: 'silent' };
    const boots = bootService({ service: 'web', module: TinyModule, config: serviceConfigSchema }, env);
    await expect(boots).rejects.toThrow('EADDRINUSE');
    other.close();
  });
});
