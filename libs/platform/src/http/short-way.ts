import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Answered } from '../observe/answered.js';
import type { Health } from '../observe/health.js';
import { traceOf } from '../observe/trace.js';

/** An answer whose bytes are known before its request is routed. */
export interface ReadyAnswer {
  /** The pattern of the route that answers the same. */
  route: string;
  status: number;
  /** Names and values in turn, all but the request's id. */
  headers: readonly string[];
  /** Absent with a 304. */
  body?: Buffer;
}

/** Gives the answer to a GET when it is known and may be given now. It does not wait, and it does not throw. */
export type Ready = (request: IncomingMessage) => ReadyAnswer | undefined;

/**
 * The way around Fastify and Nest for what a service has at hand as bytes. The answer must be the one that the route
 * would give, to the byte; its id, its line in the log and its place in the metrics it gets here as it would there.
 */
@Injectable()
export class ShortWay {
  private ready: Ready = () => undefined;

  /** Names who is asked first, for each GET. */
  offer(ready: Ready): void {
    this.ready = ready;
  }

  /** Steps before those who listen to a server's requests now. */
  stepBefore(server: Server, health: Health, report: (answered: Answered) => void): void {
    const routed = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response: ServerResponse) => {
      // A service that stops asks its clients to close, which is the routes' matter.
      const ready = request.method === 'GET' && health.ready() ? this.ready(request) : undefined;
      if (ready) send(ready, request, response, report);
      else for (const listener of routed) listener.call(server, request, response);
    });
  }
}

function send(
  { route, status, headers, body }: ReadyAnswer,
  request: IncomingMessage,
  response: ServerResponse,
  report: (answered: Answered) => void,
): void {
  const begin = performance.now();
  const trace = traceOf(request.headers.traceparent, request.headers['x-request-id']);
  const left = () => report({ method: 'GET', route, status, ms: performance.now() - begin, trace });
  response.on('finish', left);
  response.on('error', left);
  response.writeHead(status, ['x-request-id', trace.requestId, ...headers]);
  response.end(body);
}
