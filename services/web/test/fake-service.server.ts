import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceName } from '@paperboy/contracts';

/** A request as a fake service received it. */
export interface Received {
  service: ServiceName;
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: unknown;
  /** The claims of the token that came along. */
  caller: Record<string, unknown> | undefined;
}

/** What a fake service answers. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Answers no earlier. */
  after?: Promise<unknown>;
}

type Handler = (request: Received) => Answer | undefined;

/** A service that answers over real HTTP what a test tells it to, and remembers what it was asked. */
export class FakeService {
  readonly received: Received[] = [];
  private handlers: Handler[] = [];
  private readonly always: Handler[] = [];
  private readonly server: Server;

  constructor(private readonly name: ServiceName) {
    this.server = createServer((request, response) => this.take(request, response));
    // A test that fails while setting up must not keep the runner alive.
    this.server.unref();
  }

  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers requests that begin so; the newest rule is asked first. */
  on(start: string, answer: Answer | ((request: Received) => Answer | undefined)): void {
    this.handlers.unshift((request) => {
      if (!`${request.method} ${request.url}`.startsWith(start)) return undefined;
      return typeof answer === 'function' ? answer(request) : answer;
    });
  }

  /** Answers what no rule answers, also after `forget`. */
  otherwise(answer: Handler): void {
    this.always.push(answer);
  }

  /** Requests that began so. */
  asked(start: string): Received[] {
    return this.received.filter(({ method, url }) => `${method} ${url}`.startsWith(start));
  }

  forget(): void {
    this.handlers = [];
    this.received.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const received: Received = {
        service: this.name,
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
        caller: callerOf(request.headers.authorization),
      };
      this.received.push(received);
      for (const handler of [...this.handlers, ...this.always]) {
        const answer = handler(received);
        if (answer !== undefined) {
          void send(response, answer);
          return;
        }
      }
      void send(response, { status: 404, body: { code: 'not-found', detail: 'The fake has no answer.' } });
    });
  }
}

function callerOf(header: string | undefined): Record<string, unknown> | undefined {
  const payload = header?.split('.')[1];
  if (payload === undefined) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()).caller;
}

async function send(
  response: ServerResponse,
  { status = 200, headers = {}, body, after }: Answer,
): Promise<void> {
  await after;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined || status === 304 ? undefined : JSON.stringify(body));
}
