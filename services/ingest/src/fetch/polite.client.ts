import { setTimeout as sleep } from 'node:timers/promises';
import { isPrivateHost, metrics, publicLookup } from '@paperboy/platform';
import { Agent, request } from 'undici';
import { type Answer, SourceFailure, type SourceRequest } from '../source/source.js';
import { failureOf, privateHost } from './failure.js';
import type { HostSaid, PaceStore } from './pace.store.js';
import { readBody } from './read-body.js';
import { retryAfterMs } from './retry-after.js';

/** The limits of one request. */
export interface FetchLimits {
  /** For the head of the answer, in ms. */
  readonly headMs: number;
  /** For the whole answer, in ms; less than the lease of a turn. */
  readonly totalMs: number;
  /** For the body, unpacked. */
  readonly bytes: number;
  /** For the wait for a turn, in ms. */
  readonly patienceMs: number;
}

/**
 * arXiv takes up to a minute for a page of OAI-PMH, of some 6 MB. The patience is longer than the lease of a turn,
 * since a replica that was killed holds its turn until the lease ends.
 */
export const LIMITS: FetchLimits = {
  headMs: 100_000,
  totalMs: 140_000,
  bytes: 16_000_000,
  patienceMs: 200_000,
};
/** The lease of a turn, for LIMITS. */
export const LEASE_MS = 150_000;

const REDIRECTS = 3;
/** A turn that took longer than this to get is given back: the process may have been frozen and have lost it. */
const STALE_TURN_MS = 2_000;

const requests = metrics.counter({
  name: 'paperboy_source_requests_total',
  help: 'Requests to sources of papers.',
  labelNames: ['host', 'outcome'],
});
const seconds = metrics.histogram({
  name: 'paperboy_source_request_seconds',
  help: 'Time that sources of papers took to answer, waiting for a turn not counted.',
  labelNames: ['host'],
  buckets: [0.1, 0.5, 1, 3, 10, 30, 60, 120],
});

/** What a polite client needs. */
export interface PoliteParts {
  readonly pace: PaceStore;
  /** Each `host` or `host:port`. No other host is asked, whatever a redirect says. */
  readonly hosts: ReadonlySet<string>;
  readonly userAgent: string;
  /** Whether hosts within private networks are refused, also when a public name leads there. */
  readonly publicOnly?: boolean;
  readonly limits?: FetchLimits;
  readonly now: () => Date;
}

/** How urgent a request is: a bulk one lets live ones go first. */
export type Urgency = 'live' | 'bulk';

/** Makes requests to other hosts, in turn with all replicas and commands. Each has its own connection and limits. */
export class PoliteClient {
  private readonly limits: FetchLimits;
  private readonly agent: Agent;

  constructor(private readonly parts: PoliteParts) {
    this.limits = parts.limits ?? LIMITS;
    this.agent = new Agent({
      connections: 1,
      // Closes each connection after its request. Kept ones of several replicas would be more than one at a time.
      pipelining: 0,
      headersTimeout: this.limits.headMs,
      bodyTimeout: this.limits.headMs,
      connect: { timeout: 10_000, ...(parts.publicOnly && { lookup: publicLookup }) },
    });
  }

  /** Resolves to the whole answer, after redirects. Rejects with SourceFailure, or with the signal's reason. */
  async ask(wanted: SourceRequest, urgency: Urgency, signal: AbortSignal): Promise<Answer> {
    let url = new URL(wanted.url);
    for (let hops = 0; ; hops += 1) {
      if (!this.parts.hosts.has(url.host))
        throw new SourceFailure(
          'redirect-refused',
          `It leads to ${url.host}, which is none of the hosts of this source.`,
        );
      if (this.parts.publicOnly && isPrivateHost(url.hostname)) throw privateHost(url.host);
      const answer = await this.inTurn({ ...wanted, url: url.href }, url.host, urgency, signal);
      if (![301, 302, 303, 307, 308].includes(answer.status)) return answer;
      const location = answer.headers.location ?? '';
      const target =
        location !== '' && URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
      const weaker = target && url.protocol === 'https:' && target.protocol !== 'https:';
      if (!target || weaker || !/^https?:$/.test(target.protocol) || hops >= REDIRECTS)
        throw new SourceFailure(
          'redirect-refused',
          `It leads on, to no address that is followed (${hops + 1}).`,
        );
      url = target;
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async inTurn(
    wanted: SourceRequest,
    host: string,
    urgency: Urgency,
    signal: AbortSignal,
  ): Promise<Answer> {
    const turn = await this.turn(host, urgency, signal);
    let said: HostSaid = 'ok';
    let wishMs: number | undefined;
    let outcome: Answer | SourceFailure;
    const end = seconds.startTimer({ host });
    try {
      const answer = await this.exchange(wanted, signal);
      if (answer.status === 429) said = 'pause-all';
      else if (answer.status === 503) said = 'pause-host';
      wishMs = retryAfterMs(answer.headers['retry-after'], this.parts.now());
      outcome = answer;
    } catch (error) {
      outcome = failureOf(error, this.limits);
    } finally {
      end();
    }
    const code = outcome instanceof SourceFailure ? outcome.code : String(outcome.status);
    requests.inc({ host, outcome: code });
    // Redis may be down by now. Then the turn ends with its lease.
    const waitMs = await this.parts.pace.end(turn, host, said, wishMs).catch(() => 0);
    signal.throwIfAborted();
    if (outcome instanceof SourceFailure) throw outcome;
    if (said === 'ok') return outcome;
    const why =
      outcome.status === 429 ? 'It says that we ask too often' : 'It says that it can not answer now';
    throw new SourceFailure('source-busy', `${why}, with HTTP status ${outcome.status}.`, this.in(waitMs));
  }

  private async turn(host: string, urgency: Urgency, signal: AbortSignal): Promise<string> {
    const { pace } = this.parts;
    const deadline = performance.now() + this.limits.patienceMs;
    for (;;) {
      signal.throwIfAborted();
      const asked = performance.now();
      const turn = await pace.take(host);
      if (turn.turn) {
        if (performance.now() - asked < STALE_TURN_MS) return turn.id;
        await pace.end(turn.id, host, 'ok');
        continue;
      }
      if (turn.why === 'budget')
        throw new SourceFailure(
          'budget-spent',
          `All ${pace.pace.requestsPerDay} requests of the day are spent.`,
          this.in(turn.waitMs),
        );
      if (performance.now() + turn.waitMs > deadline)
        throw new SourceFailure('source-busy', `${host} is to be left alone for now.`, this.in(turn.waitMs));
      // Bulk requests try again a little later than live ones, so that live ones come first.
      const later = urgency === 'bulk' ? 150 + Math.random() * 100 : Math.random() * 50;
      await sleep(turn.waitMs + later, undefined, { signal });
    }
  }

  private async exchange({ url, headers }: SourceRequest, signal: AbortSignal): Promise<Answer> {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(this.limits.totalMs)]);
    const answer = await request(url, {
      dispatcher: this.agent,
      signal: ends,
      headers: {
        'user-agent': this.parts.userAgent,
        accept: 'application/xml, application/atom+xml, application/rss+xml, text/xml',
        'accept-encoding': 'gzip',
        ...headers,
      },
    });
    const plain = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
    );
    return {
      status: answer.statusCode,
      headers: plain,
      body: await readBody(answer.body, this.limits.bytes, plain['content-encoding']),
    };
  }

  private in(ms: number): Date {
    return new Date(this.parts.now().getTime() + ms);
  }
}
