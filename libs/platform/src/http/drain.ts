import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nobody has asked anything for so long: whoever did before has heard that this server ends. */
const QUIET_MS = 500;
/** That is waited for so long at most: who still asks then has nobody else to ask, or does not listen. */
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
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.silent.add(socket);
      socket.once('close', () => this.silent.delete(socket));
    });
    server.on('request', (request) => {
      this.silent.delete(request.socket);
      if (!WATCHED.test(request.url ?? '')) this.askedAt = performance.now();
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
      const left = Math.min(this.askedAt + QUIET_MS, until) - now;
      if (left <= 0) return;
      await sleep(left);
    }
  }

  /** To be called when the server begins to close. */
  begin(): void {
    // An answer whose head had left before could not ask the client to close.
    const idle = setInterval(() => this.server.closeIdleConnections(), IDLE_CHECK_MS).unref();
    this.server.once('close', () => clearInterval(idle));
    setTimeout(() => {
      for (const socket of this.silent) socket.destroy();
    }, SILENT_GRACE_MS).unref();
    setTimeout(() => this.server.closeAllConnections(), ANSWER_GRACE_MS).unref();
  }
}
