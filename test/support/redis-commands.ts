import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * Gives each command that Redis is sent, as its MONITOR writes it. The caller destroys the socket. The monitor of ioredis
 * fails when a command of somebody else comes together with the answer to MONITOR.
 */
export async function redisCommands(url: string, onCommand: (line: string) => void): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  createInterface({ input: socket }).on('line', onCommand);
  socket.write('MONITOR\r\n');
  await once(socket, 'data');
  return socket;
}
