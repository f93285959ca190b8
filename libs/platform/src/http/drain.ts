import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** Nobody has asked anything for so long: whoever did before has heard that this server ends. */
const QUIET_MS = 500;
/** That is waited for so long at most: who still asks or keeps a connection then has nobody else to ask, or does not listen. */
const NOTICE_MS = 3_000;
const SILENT_GRACE_MS = 1_000;
const ANSWER_GRACE_MS = 8_000;
const IDLE_CHECK_MS = 100;

/** What supervisors, balancers and Prometheus ask goes on to the end. */
const WATCHED = /^\/(health|metrics)\b/;

/**
 * Ends a server without cutting anybody off, and bounds how long that waits for its clients. Node closes connections
 * that idle between requests by itself; those on which no request ever came, and requests that never end, it would
 * wait for.
 */
export class Drain {
  private readonly silent = new Set<Socket>();
  /** Connections that were asked on and may be again. */
  private readonly kept = new Set<Socket>();
  private readonly server: Server;
  private askedAt = Number.NEGATIVE_INFINITY;

  /**
   * With `strangers`, who may not repeat what a connection swallowed that ended under their request, those who keep one
   * and are silent are given time as well: to ask once more and be told, or to drop it.
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
   * To be awaited before the server closes, while its answers say `Connection: close`. A server that closes cuts off
   * requests on their way to it: on kept connections, and on new ones that it has not accepted yet. So it waits until
   * its clients have gone elsewhere.
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

  /** To be called when the server begins to close. */
  begin(): void {
    // An answer whose head had left before could not ask the client to close.
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
 * Node does what is due before it reads what came meanwhile. After a pause (of the machine, or of a long task) a
 * connection whose request lies in the system's buffer looks idle until Node has gone round: once to accept it, once to
 * read it.
 */
async function arrivalsAreRead(): Promise<void> {
  await turn();
  await turn();
}
