import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { firstFree, freePort } from './free-port.js';

/** A server on a port that the system chose. */
async function listening(): Promise<{ port: number; close: () => Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, close: () => once(server.close(), 'close') };
}

describe('A free port', () => {
  it('is given to one alone, also while nobody listens on it', async () => {
    const given = await freePort();
    const { port: other, close } = await listening();
    await close();
    expect(await firstFree([given, other])).toBe(other);
    await expect(firstFree([given, other])).rejects.toThrow('No free port was found');
  });

  it('is none that somebody listens on', async () => {
    const { port, close } = await listening();
    await expect(firstFree([port])).rejects.toThrow('No free port was found');
    await close();
  });
});
