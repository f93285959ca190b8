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

/** How long an answer of the catalog is kept. A revoked credential ends within this time. */
const BELIEVED_MS = 5_000;
/** How long an unknown credential is remembered. Secrets are random, so it does not become known later. */
const UNKNOWN_MS = 30_000;
/** A credential that was known within this time is looked up again without counting as a guess. */
const FAMILIAR_MS = 3_600_000;
const REMEMBERED = 20_000;

/** Finds the person of a credential, by an answer of the catalog that is at most five seconds old. */
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
      // One request to the catalog serves all requests that bring the same credential at the same time.
      fetchMethod: async (hash, _stale, { context: network, options }) => {
        const visitor = await this.identify(hash, network);
        options.ttl = visitor === undefined ? UNKNOWN_MS : BELIEVED_MS;
        return { visitor };
      },
    });
  }

  /**
   * The person, or nothing when the credential is unknown. Throws a 503 Problem while the catalog is away. Throws 429,
   * without a request to the catalog, when the network sent too many unknown credentials.
   */
  async person(secret: string, network: string): Promise<PersonCaller | undefined> {
    return (await this.visitor(secret, network))?.person;
  }

  /** Returns the person and the credential. Throws as `person` does. */
  async visitor(secret: string, network: string): Promise<Visitor | undefined> {
    const hash = credentialHash(secret);
    return hash === undefined ? undefined : (await this.known.fetch(hash, { context: network }))?.visitor;
  }

  /** Forgets what is known of a credential, because its person has changed. The next request looks it up again. */
  askAnew(secret: string): void {
    const hash = credentialHash(secret);
    if (hash !== undefined) this.known.delete(hash);
  }

  /** Ends a session. Ending it a second time changes nothing. */
  async end(secret: string): Promise<void> {
    const hash = credentialHash(secret);
    if (hash === undefined) return;
    this.known.delete(hash);
    await this.clients.ask(signIn.end, { body: { credentialHash: hash } });
  }

  private async identify(hash: string, network: string): Promise<Visitor | undefined> {
    const isFamiliar = this.familiar.has(hash);
    // Counted before the look-up, so that many parallel guesses do not pass the limit.
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
