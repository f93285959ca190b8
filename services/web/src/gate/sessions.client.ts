import { Inject, Injectable } from '@nestjs/common';
import { type KnownCredential, signIn } from '@paperboy/contracts';
import { CONFIG, type PersonCaller, Problem, ServiceClients } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import type { WebConfig } from '../web.config.js';
import { credentialHash } from './credential.js';
import { Limits } from './limits.store.js';
import { networkMark } from './network.js';

/** A person, and the credential that the request came with. */
export interface Visitor {
  readonly person: PersonCaller;
  readonly credential?: KnownCredential | undefined;
}

/** How long an answer of the catalog is believed, so that a revoked credential ends within this. */
const BELIEVED_MS = 5_000;
/** Secrets are random, so what is none now does not become one. */
const UNKNOWN_MS = 30_000;
/** Who was known within this is looked up again without counting as a guess. */
const FAMILIAR_MS = 3_600_000;
const REMEMBERED = 20_000;

/** Who stands behind a credential, as the catalog said at most five seconds ago. */
@Injectable()
export class Sessions {
  private readonly known: LRUCache<string, { visitor: Visitor | undefined }, string>;
  private readonly familiar = new LRUCache<string, true>({ max: REMEMBERED, ttl: FAMILIAR_MS });

  constructor(
    @Inject(CONFIG) private readonly config: WebConfig,
    private readonly clients: ServiceClients,
    private readonly limits: Limits,
  ) {
    this.known = new LRUCache<string, { visitor: Visitor | undefined }, string>({
      max: REMEMBERED,
      ttl: BELIEVED_MS,
      // Asked once for all requests that bring the same credential at the same time.
      fetchMethod: async (hash, _stale, { context: network, options }) => {
        const visitor = await this.identify(hash, network);
        options.ttl = visitor === undefined ? UNKNOWN_MS : BELIEVED_MS;
        return { visitor };
      },
    });
  }

  /**
   * The person, or nothing when the credential is none. Throws a 503 Problem while the catalog is away, and 429 without
   * asking it when too many credentials of the network were none.
   */
  async person(secret: string, network: string): Promise<PersonCaller | undefined> {
    return (await this.visitor(secret, network))?.person;
  }

  /** The same, with what the credential is. */
  async visitor(secret: string, network: string): Promise<Visitor | undefined> {
    const hash = credentialHash(secret);
    return hash === undefined ? undefined : (await this.known.fetch(hash, { context: network }))?.visitor;
  }

  /** Has the next request of a credential looked up: its person has changed. */
  askAnew(secret: string): void {
    const hash = credentialHash(secret);
    if (hash !== undefined) this.known.delete(hash);
  }

  /** Ends a session; a second time changes nothing. */
  async end(secret: string): Promise<void> {
    const hash = credentialHash(secret);
    if (hash === undefined) return;
    this.known.delete(hash);
    await this.clients.ask(signIn.end, { body: { credentialHash: hash } });
  }

  private async identify(hash: string, network: string): Promise<Visitor | undefined> {
    const isFamiliar = this.familiar.has(hash);
    // Counted before it is known to be none, so that many at once do not slip through.
    if (!isFamiliar) await this.limits.guess(network);
    let isNone = false;
    try {
      const visitor = await this.ask(hash, networkMark(network, this.config.SERVICE_SECRET));
      isNone = visitor === undefined;
      if (visitor !== undefined) this.familiar.set(hash, true);
      return visitor;
    } finally {
      if (!isFamiliar && !isNone) await this.limits.wasKnown(network);
    }
  }

  private async ask(hash: string, network: string): Promise<Visitor | undefined> {
    try {
      const known = await this.clients.ask(signIn.resolve, { body: { credentialHash: hash, network } });
      return { person: { kind: 'person', ...known.person }, credential: known.credential };
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    }
  }
}
