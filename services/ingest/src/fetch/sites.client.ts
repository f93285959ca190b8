import { redisPrefix } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import { arxivHosts, type IngestConfig } from '../ingest.config.js';
import type { Answer, SourceRequest } from '../source/source.js';
import { PaceStore } from './pace.store.js';
import { LEASE_MS, PoliteClient, type Urgency } from './polite.client.js';

/** The clients of all hosts: arXiv's interfaces share one pace, every other host has one of its own. */
export class Sites {
  private readonly arxivHosts: ReadonlySet<string>;
  private readonly clients = new Map<string, PoliteClient>();

  constructor(
    private readonly redis: Redis,
    private readonly config: IngestConfig,
    private readonly now: () => Date,
  ) {
    this.arxivHosts = new Set(arxivHosts(config));
  }

  /**
   * Makes a request with the client of the URL's host, as PoliteClient does. Redirects stay within its hosts. `everyMs`
   * is the pause of this source in place of that of all sites; arXiv's pause is for all of its sources.
   */
  ask(wanted: SourceRequest, urgency: Urgency, signal: AbortSignal, everyMs?: number): Promise<Answer> {
    const { host } = new URL(wanted.url);
    const isArxiv = this.arxivHosts.has(host);
    const pause = everyMs ?? this.config.SITE_REQUEST_EVERY_MS;
    // Clients of one host share its clock in Redis, whatever their pauses are.
    const name = isArxiv ? 'arxiv' : `${host} ${pause}`;
    let client = this.clients.get(name);
    if (client === undefined) {
      client = isArxiv ? this.arxiv() : this.site(host, pause);
      this.clients.set(name, client);
    }
    return client.ask(wanted, urgency, signal);
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.values()].map((client) => client.close()));
  }

  private arxiv(): PoliteClient {
    const { ARXIV_REQUEST_EVERY_MS: everyMs, ARXIV_REQUESTS_PER_DAY: requestsPerDay } = this.config;
    return this.client('arxiv', this.arxivHosts, { everyMs, requestsPerDay }, false);
  }

  private site(host: string, everyMs: number): PoliteClient {
    const { SITE_REQUESTS_PER_DAY: requestsPerDay } = this.config;
    return this.client(
      `site:${host}`,
      new Set([host]),
      { everyMs, requestsPerDay },
      !this.config.PRIVATE_SOURCES,
    );
  }

  private client(
    name: string,
    hosts: ReadonlySet<string>,
    pace: { everyMs: number; requestsPerDay: number },
    publicOnly: boolean,
  ): PoliteClient {
    const { NAMESPACE, PUBLIC_URL, HARVEST_CONTACT } = this.config;
    const contact = HARVEST_CONTACT ? `; ${HARVEST_CONTACT}` : '';
    const key = `${redisPrefix(NAMESPACE, 'ingest')}pace:${name}`;
    return new PoliteClient({
      pace: new PaceStore(this.redis, key, { ...pace, leaseMs: LEASE_MS }),
      hosts,
      publicOnly,
      userAgent: `Paperboy/0.1 (+${PUBLIC_URL}${contact})`,
      now: this.now,
    });
  }
}
