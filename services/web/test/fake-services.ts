import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  CatalogPaper,
  ListAnswer,
  ListedPaper,
  PublicPerson,
  SearchAnswer,
  ServiceName,
} from '@paperboy/contracts';
import { bootService, createLogger, type RunningService } from '@paperboy/platform';
import { webConfigSchema } from '../src/web.config.js';
import { WebModule } from '../src/web.module.js';

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

/** Web over a real socket, before three fake services. */
export interface Stage {
  web: RunningService;
  url: string;
  /** Where health and metrics are. */
  operationsUrl: string;
  catalog: FakeService;
  ranking: FakeService;
  mailer: FakeService;
  /** A request that follows no redirect. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  forget(): void;
  stop(): Promise<void>;
}

/** Starts web and the fakes. */
export async function setStage(env: Record<string, string> = {}): Promise<Stage> {
  const [catalog, ranking, mailer] = [
    new FakeService('catalog'),
    new FakeService('ranking'),
    new FakeService('mailer'),
  ];
  await Promise.all([catalog.start(), ranking.start(), mailer.start()]);
  // No paper has comments unless a test says so.
  catalog.otherwise(({ url }) =>
    /\/(held-)?comments(\?|$)/.test(url) ? { body: { comments: [] } } : undefined,
  );
  // Nor has one changed.
  catalog.otherwise(({ url }) => (url.startsWith('/api/changed') ? { body: { papers: [] } } : undefined));
  // Nor is a paper on anybody's shelf.
  catalog.otherwise(({ url }) =>
    url === '/internal/shelf/standing' ? { body: { saved: [], notForMe: [] } } : undefined,
  );
  const web = await bootService(
    {
      service: 'web',
      module: WebModule,
      config: webConfigSchema,
      redis: true,
      log: createLogger({ service: 'web', level: 'silent', format: 'json' }),
    },
    {
      SERVICE_SECRET: 'a secret of tests that is long enough',
      CHECK_ANSWERS: 'true',
      CATALOG_URL: catalog.url,
      RANKING_URL: ranking.url,
      MAILER_URL: mailer.url,
      PUBLIC_URL: 'http://papers.example',
      // Nobody listens there: limits count in memory, as they do while Redis is away.
      REDIS_URL: 'redis://127.0.0.1:9',
      ...env,
    },
  );
  return {
    web,
    url: web.url,
    operationsUrl: web.operationsUrl,
    catalog,
    ranking,
    mailer,
    fetch: (path, init = {}) => fetch(`${web.url}${path}`, { redirect: 'manual', ...init }),
    forget: () => {
      for (const fake of [catalog, ranking, mailer]) fake.forget();
    },
    stop: async () => {
      await web.stop();
      await Promise.all([catalog.stop(), ranking.stop(), mailer.stop()]);
    },
  };
}

/** A person whom the fake catalog knows by the given secrets. */
export const ALICE = { id: 'alice-id-001', handle: 'alice', name: 'Alice Adler', role: 'reader' };

/** Makes the fake catalog know Alice whenever it is asked for a credential. */
export function knowAlice(catalog: FakeService): void {
  catalog.on('POST /internal/sessions/resolve', { body: { person: ALICE } });
}

/** Makes the fakes know how papers stand for Alice: which she upvotes, and what ranking has counted. */
export function knowStandings(
  { catalog, ranking }: Pick<Stage, 'catalog' | 'ranking'>,
  papers: Record<string, { upvotes: number; included?: boolean; upvoted?: boolean; counts?: boolean }>,
): void {
  const ids = Object.keys(papers);
  const upvoted = ids.filter((id) => papers[id]?.upvoted);
  const counted = upvoted.filter((id) => papers[id]?.counts !== false);
  catalog.on('POST /internal/votes/standing', { body: { upvoted, counted } });
  ranking.on('GET /internal/papers/standing', {
    body: {
      standings: ids.map((paperId) => ({
        paperId,
        upvotes: papers[paperId]?.upvotes,
        comments: 0,
        included: papers[paperId]?.included ?? false,
      })),
    },
  });
}

/** A person as lists name one. */
export function listedPerson(name: string, fullname: string): PublicPerson {
  return { _id: `${name}-id`, avatarUrl: '', fullname, name, user: name, type: 'user' };
}

/** What a test wants different in an item. */
type ItemChange = Partial<Omit<ListAnswer['items'][number], 'paper'>> & { paper?: Partial<ListedPaper> };

/** An item of a list as ranking answers it. */
export function listItem(id: string, { paper, ...over }: ItemChange = {}): ListAnswer['items'][number] {
  const title = 'An $O(n)$ bound & more';
  const summary = 'We show <b>something</b> new.';
  return {
    paper: {
      id,
      title,
      summary,
      authors: ['A', 'B'].map((name, at) => ({ _id: `${id}.${at + 1}`, name, hidden: false })),
      publishedAt: '2026-11-20T00:00:00.000Z',
      upvotes: 7,
      discussionId: id,
      categories: ['cs.LG'],
      ...paper,
    },
    publishedAt: '2026-11-20T00:00:00.000Z',
    title,
    summary,
    thumbnail: '',
    numComments: 2,
    submittedBy: listedPerson('ada', 'Ada Lindqvist'),
    isAuthorParticipating: false,
    sample: false,
    ...over,
  };
}

/** A list as ranking answers it. */
export function rankedList(items: ListAnswer['items'], over: Partial<ListAnswer> = {}): ListAnswer {
  return {
    list: 'day',
    ...(over.list === 'trending' || over.list === 'new'
      ? {}
      : { period: '2026-11-22', previous: '2026-11-21' }),
    closed: false,
    rebuilding: false,
    total: items.length,
    items,
    ...over,
  };
}

/** What the catalog answers to a search that finds these, with the first word of each title marked. */
export function searchAnswer(
  q: string,
  items: ListAnswer['items'],
  over: Partial<SearchAnswer> = {},
): SearchAnswer {
  return {
    q,
    asked: q.split(' ').map((text) => ({ kind: 'word', text, excluded: false })),
    sort: 'relevance',
    total: items.length,
    counted: true,
    partial: false,
    hits: items.map((item) => ({
      item,
      title: { text: item.title, marks: [[0, item.title.indexOf(' ')]] },
      summary: { text: item.summary, marks: [], excerpt: [0, item.summary.length] },
    })),
    more: false,
    facets: {
      categories: [{ category: 'cs.LG', papers: 2 }],
      years: [{ year: 2026, papers: 2 }],
      of: items.length,
    },
    suggestions: items.length > 0 ? [] : [{ kind: 'spelling', q: 'counting', word: 'cuonting', total: 3 }],
    numbersCurrent: true,
    ...over,
  };
}

/** A paper as the catalog answers it. */
export function catalogPaper(id: string, over: Partial<CatalogPaper> = {}): CatalogPaper {
  return {
    id,
    seq: 3,
    version: 2,
    title: 'Counting votes exactly once',
    summary: 'We count.',
    authors: [{ name: 'Zoë Zimmer' }],
    categories: ['cs.DC'],
    publishedAt: '2026-11-20T00:00:00.000Z',
    updatedAt: '2026-11-20T00:00:00.000Z',
    arrivedAt: '2026-11-20T00:00:00.000Z',
    submission: { by: 'ada-id', byKind: 'person', at: '2026-11-22T08:00:00.000Z' },
    submittedBy: { id: 'ada-id', handle: 'ada', name: 'Ada Lindqvist' },
    sample: false,
    ...over,
  };
}
