import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { AnswerOf, AskOf, Endpoint } from '@paperboy/contracts';
import { CONFIG } from '../config/config.js';
import type { ServiceConfig } from '../config/service-config.js';
import { type Caller, SELF } from '../identity/caller.js';
import { Identity } from '../identity/identity.js';
import { type CallOptions, ServiceClient } from './service-client.js';

/** The other services, over HTTP. */
@Injectable()
export class ServiceClients implements OnApplicationShutdown {
  readonly ingest: ServiceClient;
  readonly catalog: ServiceClient;
  readonly ranking: ServiceClient;
  readonly mailer: ServiceClient;

  constructor(
    @Inject(CONFIG) config: Pick<ServiceConfig, 'INGEST_URL' | 'CATALOG_URL' | 'RANKING_URL' | 'MAILER_URL'>,
    identity: Identity,
    @Inject(SELF) self: Caller,
  ) {
    this.ingest = new ServiceClient('ingest', config.INGEST_URL, identity, self);
    this.catalog = new ServiceClient('catalog', config.CATALOG_URL, identity, self);
    this.ranking = new ServiceClient('ranking', config.RANKING_URL, identity, self);
    this.mailer = new ServiceClient('mailer', config.MAILER_URL, identity, self);
  }

  /** Calls an endpoint of the service that has it, as ServiceClient does. */
  ask<E extends Endpoint>(endpoint: E, ask: AskOf<E>, options: CallOptions = {}): Promise<AnswerOf<E>> {
    const { service } = endpoint;
    if (service === 'web') throw new Error(`${endpoint.path} is web's own, and services do not ask web.`);
    return this[service].ask(endpoint, ask, options);
  }

  /** Closes after everything else, since handlers in flight may still call. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.ingest, this.catalog, this.ranking, this.mailer].map((client) => client.close()));
  }
}
