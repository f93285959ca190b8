import { bootService, createLogger, type RunningService } from '@paperboy/platform';
import { webConfigSchema } from '../src/web.config.js';
import { WebModule } from '../src/web.module.js';
import { FakeService } from './fake-service.server.js';
import { FROM_OWN_PAGE, PUBLIC_URL } from './own-page.js';

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
  /**
   * Sends a form as a browser does and follows no redirect. A page of web sends it unless headers are given: then they
   * alone say who sends it and from where.
   */
  sendForm(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
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
      PUBLIC_URL,
      // Nobody listens there: limits count in memory, as they do while Redis is away.
      REDIS_URL: 'redis://127.0.0.1:9',
      ...env,
    },
  );
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${web.url}${path}`, { redirect: 'manual', ...init });
  return {
    web,
    url: web.url,
    operationsUrl: web.operationsUrl,
    catalog,
    ranking,
    mailer,
    fetch: ask,
    sendForm: (path, fields, headers = FROM_OWN_PAGE) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      }),
    forget: () => {
      for (const fake of [catalog, ranking, mailer]) fake.forget();
    },
    stop: async () => {
      await web.stop();
      await Promise.all([catalog.stop(), ranking.stop(), mailer.stop()]);
    },
  };
}

/** Starts web and the fakes for a spec that writes more often than a reader or a network may in a minute. */
export function setStageWithoutWriteLimits(): Promise<Stage> {
  return setStage({ WRITES_PER_MINUTE: '0', ANONYMOUS_WRITES_PER_MINUTE: '0' });
}
