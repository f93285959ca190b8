import { connect } from 'node:net';

/** Connects to a loopback port, sends bytes, and returns the first bytes of the answer. */
export function ask(port: number, request: Buffer | string, timeoutMs = 2_000): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`Port ${port} did not answer in time.`)));
    socket.once('connect', () => socket.write(request));
    socket.once('data', (data) => {
      resolve(data);
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`Port ${port} closed without an answer.`)));
  });
}
