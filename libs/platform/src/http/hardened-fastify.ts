import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyHttpOptions, FastifyReply } from 'fastify';
import { traceOf } from '../observe/trace.js';
import { useJsonBodies } from './json-body.js';
import { withWholePaperId } from './paper-path.js';
import { problemDocument, problemHeaders, problemOfStatus } from './problem-document.js';

/** Largest body of a request, in bytes. */
export const LARGEST_BODY = 64 * 1024;
const LARGEST_HEADERS = 16 * 1024;
const LONGEST_PARAMETER = 200;
/** A whole request, headers and body, has to arrive within this time. */
const REQUEST_MS = 10_000;
/** A socket without traffic while a request is being answered is dropped after this time. */
const SILENT_MS = 60_000;
const KEEP_ALIVE_MS = 30_000;
const MOST_CONNECTIONS = 10_000;

const STATUS_OF_CLIENT_ERROR: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers bytes that are not HTTP. There is no request to answer yet. */
function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const problem = problemOfStatus(STATUS_OF_CLIENT_ERROR[error.code ?? ''] ?? 400);
  const body = JSON.stringify(problemDocument(problem));
  const headers = {
    ...problemHeaders(problem),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${problem.status} ${problem.title}\r\n${head.join('')}\r\n${body}`);
  // Some clients keep sending: their bytes are not awaited.
  setTimeout(() => socket.destroy(), 1_000).unref();
}

/** Answers requests that the router refuses before any route: a malformed address, a parameter that is too long. */
function answerRouterError(error: FastifyError, requestId: string, reply: FastifyReply): void {
  const problem = problemOfStatus(error.statusCode ?? 400);
  reply
    .code(problem.status)
    .headers({ ...problemHeaders(problem), 'x-request-id': requestId })
    .send(JSON.stringify(problemDocument(problem, requestId)));
}

/** Fastify with limits on everything from outside. A request beyond a limit gets a problem document. */
export function hardenedFastify(): FastifyAdapter {
  const options: FastifyHttpOptions<Server> & { skipMiddie: boolean } = {
    // Nest's middleware layer is not used anywhere and would only cost time.
    skipMiddie: true,
    bodyLimit: LARGEST_BODY,
    requestTimeout: REQUEST_MS,
    connectionTimeout: SILENT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: {
      maxHeaderSize: LARGEST_HEADERS,
      headersTimeout: REQUEST_MS,
      connectionsCheckingInterval: 1_000,
    },
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    rewriteUrl: (request) => withWholePaperId(request.url ?? '/'),
    // While it drains, requests on kept connections are answered with `Connection: close`.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    requestIdHeader: false,
    genReqId: (request) => traceOf(undefined, request.headers['x-request-id']).requestId,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => answerRouterError(error, request.id, reply),
  };
  const adapter = new FastifyAdapter(options);
  adapter.getHttpServer().maxConnections = MOST_CONNECTIONS;
  useJsonBodies(adapter, LARGEST_BODY);
  return adapter;
}
