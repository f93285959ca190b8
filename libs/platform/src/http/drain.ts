import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** After this time without a request, every client has learned that this server stops. */
const QUIET_MS = 500;
/**
 * The longest wait for that. A client that still sends requests or keeps a connection then has no other replica, or
 * ignores the answers.
 */
const NOTICE_MS = 3_000;
const SILENT_GRACE_MS = 1_000;
const ANSWER_GRACE_MS = 8_000;
const IDLE_CHECK_MS = 100;

/** Routes of supervisors, balancers and Prometheus, which are served to the end. */
const WATCHED = /^\/(health|metrics)\b/;

/**
 * Stops a server without cutting off a request, in bounded time. Node closes connections that are idle between two
 * requests by itself. It would wait without end for connections without any request, and for requests that never end.
 */
export class Drain {
  private readonly silent = new Set<Socket>();
  /** Connections that had a request and may have another one. */
  private readonly kept = new Set<Socket>();
  private readonly server: Server;
  private askedAt = Number.NEGATIVE_INFINITY;

  /**
   * Clients of a public server (`strangers`) may not be able to repeat a request that was lost with its connection.
   * Their silent connections are kept for the same time, so that the client can send one more request and learn of the
   * end, or can close the connection.
   */
  constructor(
    fastify: FastifyInstance,
    private readonly strangers: boolean,
  ) {
    const { server } = fastify;
    this.server = server;
    fastify.addHook('preClose', arrivalsAreRead);
    server.on('connection', (socket) => {
      this.silent.add(socket);
      socket.once('close', () => {
        this.silent.delete(socket);
        this.kept.delete(socket);
      });
    });
    server.on('request', ({ socket, url = '' }) => {
      this.silent.delete(socket);
      if (WATCHED.test(url)) return;
      this.kept.add(socket);
      this.askedAt = performance.now();
    });
  }

  /**
   * Resolves when the server may close. Until then its answers say `Connection: close`. Closing cuts off requests that
   * are on their way, both on kept connections and on connections that are not accepted yet. So the server waits until
   * its clients have gone to other replicas.
   */
  async quiet(): Promise<void> {
    const until = performance.now() + NOTICE_MS;
    for (let now = performance.now(); now < until; now = performance.now()) {
      const quietAt = this.askedAt + QUIET_MS;
      if (now >= quietAt && !(this.strangers && this.kept.size > 0)) return;
      await sleep(Math.min(Math.max(quietAt - now, IDLE_CHECK_MS), until - now));
      await arrivalsAreRead();
    }
  }

  /** Call this when the server begins to close. */
  begin(): void {
    // An answer whose headers had left before could not ask the client to close.
    const closeIdle = () => void arrivalsAreRead().then(() => this.server.closeIdleConnections());
    const idle = setInterval(closeIdle, IDLE_CHECK_MS).unref();
    this.server.once('close', () => clearInterval(idle));
    setTimeout(() => {
      for (const socket of this.silent) socket.destroy();
    }, SILENT_GRACE_MS).unref();
    setTimeout(() => this.server.closeAllConnections(), ANSWER_GRACE_MS).unref();
  }
}

/**
 * Node runs due timers before it reads new data. After a pause of the machine, or after a long task, a connection whose
 * request lies in the system's buffer looks idle for two turns of the event loop: one to accept it, one to read it.
 */
async function arrivalsAreRead(): Promise<void> {
  await turn();
  await turn();
}
