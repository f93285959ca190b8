import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atomFeed, oaiError, oaiPage, rssFeed } from './arxiv-documents.js';
import type { FakePaper } from './fake-paper.js';

/** A request that the fake has received; times in ms of the machine's monotonic clock. */
export interface SeenRequest {
  readonly at: number;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** Requests under way at the same time, this one counted. */
  readonly beside: number;
}

/** Answers a request in place of the fake's own answer. */
export type Script = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** An answer with a body, for scripts. */
export function answering(
  status: number,
  body: string | Buffer = '',
  headers: Record<string, string> = {},
): Script {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8', ...headers }).end(body);
  };
}

/** A fake arXiv that listens on a port: OAI-PMH in pages with tokens, the Atom API, and announcements over RSS. */
export class FakeArxiv {
  readonly papers: FakePaper[] = [];
  /** In the order in which they came. */
  readonly seen: SeenRequest[] = [];
  pageSize = 3;
  /** When tokens expire; the next 00:00 UTC by default. */
  tokenUntil: string | undefined;
  /** The response date of OAI-PMH. */
  responseDate = new Date().toISOString();
  private readonly scripts = new Map<string, Script[]>();
  private open = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeArxiv> {
    const server = createServer();
    const fake = new FakeArxiv(server);
    server.on('request', (request, response) => void fake.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  /** `127.0.0.1:port` */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The environment variables with which ingest reads from this server. */
  get environment(): Record<string, string> {
    return {
      ARXIV_OAI_URL: `http://${this.host}/oai`,
      ARXIV_API_URL: `http://${this.host}/api/query`,
      ARXIV_RSS_URL: `http://${this.host}/rss`,
    };
  }

  /** The next requests of a path, such as `/oai`, are answered by these, each once. */
  script(path: string, ...scripts: Script[]): void {
    this.scripts.set(path, [...(this.scripts.get(path) ?? []), ...scripts]);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${this.host}`);
    this.open += 1;
    response.on('close', () => {
      this.open -= 1;
    });
    this.seen.push({ at: performance.now(), url, headers: request.headers, beside: this.open });
    const path = `/${url.pathname.split('/')[1]}`;
    const script = this.scripts.get(path)?.shift();
    if (script) await script(request, response);
    else this.answer(path, url, request, response);
  }

  private answer(path: string, url: URL, request: IncomingMessage, response: ServerResponse): void {
    const query = url.searchParams;
    if (path === '/oai') answering(200, this.oai(query))(request, response);
    else if (path === '/api') answering(200, this.atom(query))(request, response);
    else if (path === '/rss') this.rss(url.pathname.slice('/rss/'.length), request, response);
    else answering(404)(request, response);
  }

  /** A token has the form of arXiv's: the query, and how many records to skip. */
  private oai(asked: URLSearchParams): string {
    const token = asked.get('resumptionToken');
    const query = token === null ? asked : new URLSearchParams(token);
    const skip = Number(query.get('skip') ?? 0);
    const from = query.get('from') ?? '';
    const until = query.get('until') ?? '9';
    const set = query.get('set') ?? '';
    const matching = this.papers
      .filter(({ changed }) => changed >= from && changed <= until)
      .filter(({ sets }) => set === '' || sets.some((one) => `${one}:`.startsWith(`${set}:`)))
      .sort((a, b) => (a.changed + a.id < b.changed + b.id ? -1 : 1));
    if (matching.length === 0) return oaiError(this.responseDate, 'noRecordsMatch', 'No records match.');
    const page = matching.slice(skip, skip + this.pageSize);
    const next = new URLSearchParams({ from, set, skip: String(skip + this.pageSize) });
    const format = query.get('metadataPrefix') === 'arXiv' ? 'arXiv' : 'arXivRaw';
    return oaiPage(this.responseDate, page, format, {
      ...(skip + this.pageSize < matching.length && { token: next.toString() }),
      ...(this.tokenUntil && { until: this.tokenUntil }),
      skip,
      total: matching.length,
    });
  }

  private atom(query: URLSearchParams): string {
    const ids = query.get('id_list')?.split(',');
    const start = Number(query.get('start') ?? 0);
    const most = Number(query.get('max_results') ?? 10);
    const found = ids ? this.papers.filter(({ id }) => ids.includes(id)) : this.papers;
    return atomFeed(found.slice(start, start + most), { total: found.length, start });
  }

  private rss(categories: string, request: IncomingMessage, response: ServerResponse): void {
    const wanted = categories.split('+');
    const announced = this.papers.filter(
      ({ announced, categories: own }) => announced && own.some((category) => wanted.includes(category)),
    );
    const body = rssFeed(announced);
    const etag = `"${Buffer.byteLength(body)}-${announced.length}"`;
    if (request.headers['if-none-match'] === etag) answering(304, '', { etag })(request, response);
    else answering(200, body, { etag })(request, response);
  }
}
