import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';

/** Receives webhooks on a real socket, and answers with the status that a test sets. */
export class Receiver {
  got: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
  status = 200;
  url = '';
  private server: Server | undefined;

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        this.got.push({ path: request.url ?? '', headers: request.headers, body });
        response.writeHead(this.status, { location: `${this.url}/elsewhere` }).end('x'.repeat(100_000));
      });
    });
    this.server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    if (address && typeof address === 'object') this.url = `http://127.0.0.1:${address.port}`;
    return this;
  }

  /** The requests to a path. */
  to(path: string) {
    return this.got.filter((one) => one.path === path);
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((done) => this.server?.close(done));
  }
}
