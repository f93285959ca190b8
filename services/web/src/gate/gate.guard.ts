import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, forbidden, type PersonCaller, Problem, unauthorized } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebConfig } from '../web.config.js';
import { cookieName, credentialOf, type PresentedCredential } from './credential.js';
import { Limits } from './limits.store.js';
import { networkOf } from './network.js';
import { isForged } from './origin.js';
import { Sessions, type Visitor } from './sessions.client.js';

/** Finds out who sends a request, and whether the request may change something. */
@Injectable()
export class Gate {
  private readonly cookie: string;
  private readonly origin: string;

  constructor(
    @Inject(CONFIG) config: WebConfig,
    private readonly sessions: Sessions,
    private readonly limits: Limits,
  ) {
    this.cookie = cookieName(config.PUBLIC_URL);
    this.origin = new URL(config.PUBLIC_URL).origin;
  }

  /** The credential of the request, if it has one. */
  credential(request: FastifyRequest): PresentedCredential | undefined {
    return credentialOf(request.headers, this.cookie);
  }

  /**
   * The person who reads a page. Nothing for an unknown cookie or while the catalog is away, since pages are public.
   */
  async reader(request: FastifyRequest): Promise<PersonCaller | undefined> {
    const credential = this.credential(request);
    if (credential?.kind !== 'cookie') return undefined;
    try {
      return await this.sessions.person(credential.secret, networkOf(request.ip));
    } catch (error) {
      if (error instanceof Problem && error.retriable) return undefined;
      throw error;
    }
  }

  /** The person who wants to change something, nothing without a known credential. Throws as `visitor` does. */
  async writer(request: FastifyRequest, reply: FastifyReply): Promise<PersonCaller | undefined> {
    return (await this.visitor(request, reply))?.person;
  }

  /** The person who wants to change something. Throws 401 when nobody is signed in, and as `visitor` does. */
  async personWriter(request: FastifyRequest, reply: FastifyReply): Promise<PersonCaller> {
    const person = await this.writer(request, reply);
    if (person === undefined) throw unauthorized('This needs an account: please sign in.');
    return person;
  }

  /**
   * The person who sends a request that is not for everyone, and the credential. Nothing without a credential and for
   * an unknown cookie. Throws 403 for a form of another site and for a change by a token that only reads, 401 for an
   * unknown token, 429 above the limit, 503 while the catalog is away.
   */
  async visitor(request: FastifyRequest, reply: FastifyReply): Promise<Visitor | undefined> {
    const credential = this.credential(request);
    // A page of another site can't send a token, so a request with a token is not forged.
    if (credential?.kind !== 'token') this.refuseForged(request, credential !== undefined);
    const network = networkOf(request.ip);
    const visitor =
      credential === undefined ? undefined : await this.sessions.visitor(credential.secret, network);
    if (visitor === undefined) await this.limits.write(reply, 'network', network);
    else await this.limits.write(reply, 'person', visitor.person.id);
    if (credential?.kind === 'token' && visitor === undefined) throw unauthorized('The token is not known.');
    if (visitor?.credential?.scope === 'read' && request.method !== 'GET' && request.method !== 'HEAD') {
      throw forbidden('read-only-token', 'This token may only read. Make one that may write.');
    }
    return visitor;
  }

  /** Checks a change that needs no person, such as subscribing. Throws 403 and 429 as `writer` does. */
  async anonymousWriter(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    this.refuseForged(request, this.credential(request) !== undefined);
    await this.limits.write(reply, 'network', networkOf(request.ip));
  }

  /** Counts a request that makes us send a mail. Throws 429 when its network requested too many mails today. */
  async mailRequest(request: FastifyRequest): Promise<void> {
    await this.limits.mail(networkOf(request.ip));
  }

  /**
   * Counts the look-up of a one-use link. Throws 429 when its network tried too many unknown ones. `wasKnown` takes the
   * count back.
   */
  async guess(request: FastifyRequest): Promise<{ wasKnown(): Promise<void> }> {
    const network = networkOf(request.ip);
    await this.limits.guess(network);
    return { wasKnown: () => this.limits.wasKnown(network) };
  }

  private refuseForged(request: FastifyRequest, cookie: boolean): void {
    const { origin, host } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const said = {
      method: request.method,
      origin,
      host,
      secFetchSite: Array.isArray(site) ? site.join() : site,
      cookie,
    };
    if (isForged(said, this.origin)) {
      throw forbidden('forged-request', 'This request came from a page of another site and was refused.');
    }
  }
}
