import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { RunningServices } from '@paperboy/testing';

/** How often a replica is asked whether it takes new connections. */
const ASK_EVERY_MS = 250;

interface Replica {
  port: number;
  /** Where it says whether it is ready. */
  operations: string;
  ready: boolean;
}

/**
 * A load balancer as small as one can be. It passes the bytes of each connection on to one replica, in turn; gives no
 * new connection to a replica whose `/health/ready` said no when it was last asked; and takes the next replica when one
 * refuses to be connected to. It repeats no request, ends no connection and hides nothing else: a reset, an answer that
 * does not come or a 503 reaches its client as it is.
 */
export class Balancer {
  private readonly sockets = new Set<Socket>();
  private turn = 0;
  private closed = false;

  private constructor(
    private readonly server: Server,
    private readonly replicas: readonly Replica[],
    /** What clients connect to. */
    readonly url: string,
  ) {}

  /** Stands before the replicas of web. */
  static async over(services: Pick<RunningServices, 'addresses' | 'operations'>): Promise<Balancer> {
    const operations = services.operations('web');
    const replicas = services.addresses('web').map((address, at) => ({
      port: Number(new URL(address).port),
      operations: operations[at] ?? '',
      ready: false,
    }));
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const balancer = new Balancer(server, replicas, `http://127.0.0.1:${port}`);
    server.on('connection', (socket) => void balancer.pass(socket));
    await Promise.all(replicas.map((replica) => balancer.ask(replica)));
    return balancer;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private async ask(replica: Replica): Promise<void> {
    try {
      const answer = await fetch(`${replica.operations}/health/ready`, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(2_000),
      });
      await answer.arrayBuffer();
      replica.ready = answer.ok;
    } catch {
      // Not there, or too slow to say: no new connections for it.
      replica.ready = false;
    }
    if (!this.closed) setTimeout(() => void this.ask(replica), ASK_EVERY_MS).unref();
  }

  private async pass(client: Socket): Promise<void> {
    this.keep(client);
    client.pause();
    for (const { port } of this.order()) {
      const replica = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      this.keep(replica);
      const connected = await new Promise<boolean>((settle) => {
        replica.once('connect', () => settle(true));
        replica.once('error', () => settle(false));
      });
      if (!connected) continue;
      for (const [one, other] of [
        [client, replica],
        [replica, client],
      ] as const) {
        one.pipe(other);
        // A reset is passed on as one; an orderly end was by `pipe`.
        one.on('error', () => other.resetAndDestroy());
      }
      return;
    }
    client.resetAndDestroy();
  }

  /** Those that are ready, each time beginning with another one; the others last, as nobody else is left then. */
  private order(): Replica[] {
    const start = this.turn++ % this.replicas.length;
    const rotated = [...this.replicas.slice(start), ...this.replicas.slice(0, start)];
    return [...rotated.filter(({ ready }) => ready), ...rotated.filter(({ ready }) => !ready)];
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
  }
}
