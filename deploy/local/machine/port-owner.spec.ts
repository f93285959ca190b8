import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { listeningInodes, lsofOwner, portIsFree, portOwner } from './port-owner.js';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11111 1 0
   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 22222 1 0
   2: 0100007F:0401 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 33333 1 0
`;

test('only listening sockets of the very port count', () => {
  expect(listeningInodes(TABLE, 3000)).toEqual(['11111']);
  expect(listeningInodes(TABLE, 1025)).toEqual(['33333']);
  expect(listeningInodes(TABLE, 80)).toEqual([]);
});

test('the output of lsof gives process and command', () => {
  expect(lsofOwner('p812\ncnode\nf21\n')).toEqual({ pid: 812, command: 'node' });
  expect(lsofOwner('')).toBeUndefined();
});

test('a port that this process listens on is taken, by this process', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await portIsFree(port)).toBe(false);
  expect(portOwner(port)?.pid).toBe(process.pid);
  await new Promise((resolve) => server.close(resolve));
  expect(await portIsFree(port)).toBe(true);
});
