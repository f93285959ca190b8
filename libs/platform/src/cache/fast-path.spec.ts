import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Req, Res } from '@nestjs/common';
import { rawAnswer } from '@paperboy/testing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { serviceConfigSchema } from '../config/service-config.js';
import { AllowEveryone } from '../identity/callers.guard.js';
import { Health } from '../observe/health.js';
import { createLogger } from '../observe/log.js';
import { bootService, type RunningService } from '../service.js';
import { FastPath } from './fast-path.js';

const BODY = Buffer.from('["löwe"]');
const HEADERS = ['etag', '"v1"', 'cache-control', 'no-cache'];
const WITH_BODY = [...HEADERS, 'content-type', 'application/json', 'content-length', String(BODY.length)];
let routed = 0;

@AllowEveryone()
@Controller('things')
class ThingsController {
  @Get(':name')
  thing(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    routed++;
    const known = request.headers['if-none-match'] === '"v1"';
    const headers = known ? HEADERS : WITH_BODY;
    for (let at = 0; at < headers.length; at += 2) reply.header(headers[at] as string, headers[at + 1]);
    if (known) reply.code(304).send();
    else reply.send(BODY);
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const lines: string[] = [];
let service: RunningService;

beforeAll(async () => {
  const log = createLogger({
    service: 'ranking',
    level: 'debug',
    format: 'json',
    destination: { write: (line) => lines.push(line) },
  });
  const env = { SERVICE_SECRET: 's'.repeat(32) };
  service = await bootService(
    { service: 'ranking', module: ThingsModule, config: serviceConfigSchema, log },
    env,
  );
  service.app.get(FastPath).offer(({ url, headers }) => {
    if (url !== '/things/known?a=1') return undefined;
    const route = '/things/:name';
    if (headers['if-none-match'] === '"v1"') return { route, status: 304, headers: HEADERS };
    return { route, status: 200, headers: WITH_BODY, body: BODY };
  });
});
beforeEach(() => {
  routed = 0;
});
afterAll(() => service?.stop());

const counted = async (status: number): Promise<number> => {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const line = new RegExp(
    `duration_seconds_count\\{[^}]*route="/things/:name",status="${status}"[^}]*\\} (\\d+)`,
  );
  return Number(line.exec(text)?.[1] ?? 0);
};

describe('the fast path', () => {
  it.each([
    ['the whole answer', {}],
    ['a 304', { 'if-none-match': '"v1"' }],
  ])('gives %s as its route does, to the byte, and does not route', async (_, headers) => {
    const short = await rawAnswer(`${service.url}/things/known?a=1`, headers);
    expect(routed).toBe(0);
    expect(short).toBe(await rawAnswer(`${service.url}/things/other?a=1`, headers));
    expect(routed).toBe(1);
  });

  it('leaves other methods and other addresses to the routes', async () => {
    const head = await rawAnswer(`${service.url}/things/known?a=1`, {}, 'HEAD');
    expect(head).toMatch(/^HTTP\/1\.1 200 .*content-length: 9\r\n.*\r\n\r\n$/is);
    await rawAnswer(`${service.url}/things/known?a=2`);
    expect(routed).toBe(2);
    expect(await rawAnswer(`${service.url}/things/known?a=1`, {}, 'DELETE')).toMatch(/^HTTP\/1\.1 405 /);
  });

  it('keeps the request id, and tells the log and the metrics as a route does', async () => {
    const before = [await counted(200), await counted(304)];
    const ids = { 'x-request-id': 'short-1', traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };
    const answer = await fetch(`${service.url}/things/known?a=1`, { headers: ids });
    expect(answer.headers.get('x-request-id')).toBe('short-1');
    await rawAnswer(`${service.url}/things/known?a=1`, { 'if-none-match': '"v1"' });
    await rawAnswer(`${service.url}/things/other`);
    expect([await counted(200), await counted(304)]).toEqual([Number(before[0]) + 2, Number(before[1]) + 1]);
    const told = lines.map((line) => JSON.parse(line)).filter(({ route }) => route === '/things/:name');
    const [whole, unchanged, routedOne] = told.slice(-3);
    expect(whole).toMatchObject({
      method: 'GET',
      status: 200,
      requestId: 'short-1',
      traceId: 'ab'.repeat(16),
    });
    expect(unchanged).toMatchObject({ method: 'GET', status: 304 });
    expect(Object.keys(whole).sort()).toEqual(Object.keys(routedOne).sort());
  });

  it('is closed once the service stops, so that clients are asked to close', async () => {
    service.app.get(Health).stopping();
    const answer = await rawAnswer(`${service.url}/things/known?a=1`, { connection: 'keep-alive' });
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*connection: close/is);
    expect(routed).toBe(1);
  });
});
