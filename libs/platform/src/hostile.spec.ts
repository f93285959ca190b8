import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { waitFor } from '@paperboy/testing';
import { serviceConfigSchema } from './config/service-config.js';
import { AllowEveryone } from './identity/callers.guard.js';
import { bootService, type RunningService } from './service.js';

/** Bytes that are really held: what other tests left behind does not count, and neither does what could be freed. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

@Controller()
@AllowEveryone()
class EchoController {
  @Get('small')
  small() {
    return { ok: true };
  }

  @Get('large')
  large() {
    return 'x'.repeat(4_000_000);
  }

  @Post('echo')
  echo(@Body() body: unknown) {
    return { size: JSON.stringify(body ?? null).length };
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

let service: RunningService;
const sockets: Socket[] = [];

beforeAll(async () => {
  const env = { SERVICE_SECRET: 's'.repeat(32), LOG_LEVEL: 'silent' };
  service = await bootService({ service: 'web', module: EchoModule, config: serviceConfigSchema }, env);
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

afterAll(async () => {
  await service.stop();
});

/** A raw connection that gathers what comes back; errors of the connection are what these tests provoke. */
async function raw(allowHalfOpen = false): Promise<{ socket: Socket; ended: Promise<string> }> {
  const { port, hostname } = new URL(service.url);
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen });
  sockets.push(socket);
  let received = '';
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1');
  });
  socket.on('error', () => undefined);
  // Not by `once` of events, which rejects when an error comes before: a connection that is reset has ended as well.
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(received)));
  await once(socket, 'connect');
  return { socket, ended };
}

async function expectServed(): Promise<void> {
  const began = performance.now();
  const answer = await fetch(`${service.url}/small`);
  expect(await answer.json()).toEqual({ ok: true });
  expect(performance.now() - began).toBeLessThan(2_000);
}

describe('hostile bytes', () => {
  it.each([
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n', 400],
    ['a method of no kind', 'HACK /small HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    [
      'two lengths',
      'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      400,
    ],
    [
      'a length and chunks',
      'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a header that is no header', 'GET /small HTTP/1.1\r\nhost: x\r\nb\0d: x\r\n\r\n', 400],
    ['no host', 'GET /small HTTP/1.1\r\n\r\n', 400],
    ['huge headers', `GET /small HTTP/1.1\r\nhost: x\r\nx-big: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['a huge address', `GET /${'x'.repeat(40_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    ['a thousand dots', `GET /${'../'.repeat(1_000)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`, 404],
    ['an address of bad escapes', 'GET /%ff%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 400],
  ])('that are %s are answered and the connection is closed', async (_, bytes, status) => {
    const { socket, ended } = await raw();
    socket.write(bytes, 'latin1');
    const answer = await ended;
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await expectServed();
  });

  it('are answered as a problem document even where there is no request', async () => {
    const { socket, ended } = await raw();
    socket.write('nonsense\r\n\r\n');
    const [head, body] = (await ended).split('\r\n\r\n');
    expect(head).toContain('content-type: application/problem+json');
    expect(JSON.parse(body ?? '')).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('that pollute prototypes or nest deeply are no server error', async () => {
    const bodies = [
      '{"__proto__":{"admin":true}}',
      '{"constructor":{"prototype":{"a":1}}}',
      '['.repeat(60_000),
      '[]',
      '"x"',
    ];
    for (const body of bodies) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${service.url}/echo`, { method: 'POST', headers, body });
      expect(answer.status).toBeLessThan(500);
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('without end in a body are cut off at 64 KB', async () => {
    const { socket, ended } = await raw();
    let open = true;
    void ended.then(() => {
      open = false;
    });
    socket.write(
      'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    );
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    let sent = 0;
    while (open && sent < 100_000_000) {
      sent += chunk.length;
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => undefined), ended]);
      await turn();
    }
    expect(await ended).toMatch(/^(HTTP\/1\.1 413 |$)/);
    expect(sent).toBeLessThan(100_000_000);
    await expectServed();
  });

  it('that come slower than a whole request may take end with 408', async () => {
    const { socket, ended } = await raw();
    socket.write('GET /small HTTP/1.1\r\nhost: x\r\n');
    const dripping = setInterval(() => socket.write('x-slow: 1\r\n'), 500).unref();
    const slowBody = await raw();
    slowBody.socket.write(
      'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n',
    );
    const drippingBody = setInterval(() => slowBody.socket.write(' '), 500).unref();
    expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
    expect(await slowBody.ended).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(dripping);
    clearInterval(drippingBody);
  }, 20_000);

  it('on half-closed connections are answered or dropped, and nothing is left open', async () => {
    const whole = await raw(true);
    whole.socket.end('GET /small HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(await whole.ended).toMatch(/^(HTTP\/1\.1 200 |$)/);
    const part = await raw(true);
    part.socket.end('GET /small HTTP/1.1\r\nho');
    await part.ended;
    await expectServed();
  });

  it('that ask for much and read nothing hold up nobody', async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => raw()));
    for (const { socket } of readers) {
      socket.pause();
      socket.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(5));
    }
    await expectServed();
  });

  it('on 2000 idle connections take little memory and hold up nobody', async () => {
    const before = heldBytes();
    let accepted = 0;
    service.app.getHttpServer().on('connection', () => {
      accepted += 1;
    });
    for (let made = 0; made < 2_000; made += 100) await Promise.all(Array.from({ length: 100 }, () => raw()));
    // The kernel says connected before the server has accepted.
    await waitFor(() => accepted >= 2_000);
    await expectServed();
    // Both ends of each connection live in this process.
    expect(heldBytes() - before).toBeLessThan(100_000_000);
  }, 30_000);
});
