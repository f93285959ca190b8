import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the ports that systems use for outgoing connections, one of which could occupy the port before it is used. */
const RANGE = { from: 20_000, to: 32_000 };
const ATTEMPTS = 100;

/**
 * A loopback port that is free, and that no other call of this function gets while this process lives. So it may be
 * used late, or again after its listener was stopped.
 */
export function freePort(): Promise<number> {
  return firstFree(Array.from({ length: ATTEMPTS }, () => randomInt(RANGE.from, RANGE.to)));
}

/** The first of these ports that is free, reserved for this process. */
export async function firstFree(ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    if ((await reserve(port)) && (await isFree(port))) return port;
  }
  throw new Error(`No free port was found between ${RANGE.from} and ${RANGE.to}.`);
}

/**
 * Reserves a port by binding the UDP port of the same number, which nothing here uses. Only one process can have it,
 * and the system frees it when the process ends, however it ends.
 */
function reserve(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4').unref();
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      settle(error, resolve, reject);
    });
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true));
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => settle(error, resolve, reject));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function settle(
  error: NodeJS.ErrnoException,
  resolve: (free: boolean) => void,
  reject: (error: Error) => void,
): void {
  if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
  else reject(error);
}
