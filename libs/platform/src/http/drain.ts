import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const SILENT_GRACE_MS = 1_000;
const ANSWER_GRACE_MS = 8_000;
const IDLE_CHECK_MS = 100;

/**
 * Bounds how long the end of a server waits for its clients. Node closes connections that idle between requests
 * by itself; those on which no request ever came, and requests that never end, it would wait for.
 */
export class Drain {
  private readonly silent = new Set<Socket>();

  constructor(private readonly server: Server) {
    server.on('connection', (socket) => {
      this.silent.add(socket);
      socket.once('close', () => this.silent.delete(socket));
    });
    server.on('request', (request) => this.silent.delete(request.socket));
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
