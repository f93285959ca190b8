import { redisPrefix } from '@paperboy/platform';
import { freePort, testStack } from '@paperboy/testing';
import { Redis } from 'ioredis';
import type { Connection } from 'mongoose';
import { FakeRanking } from '../../services/mailer/test/fake-ranking.server.js';
import { ScriptedRelay } from '../../services/mailer/test/scripted-relay.server.js';
import { Cluster } from './cluster.js';
import { openDatabase } from './oracle/service-database.js';

/** Replicas of the mailer without the other services. Tests script its relay and close the editions of its ranking. */
export class MailerAlone {
  relay!: ScriptedRelay;
  ranking!: FakeRanking;
  cluster!: Cluster;
  redis!: Redis;
  database!: Connection;

  async start(replicas: number): Promise<void> {
    this.relay = await new ScriptedRelay(await freePort()).start();
    this.ranking = await new FakeRanking().start();
    this.cluster = await Cluster.start(
      { SMTP_URL: this.relay.url, RANKING_URL: this.ranking.url },
      { ingest: 0, catalog: 0, ranking: 0, mailer: replicas, web: 0 },
    );
    this.redis = new Redis(testStack().redisUrl);
    this.database = await openDatabase(this.cluster.services.namespace, 'mailer');
  }

  /** Stops what was started, also after a start that failed. */
  async stop(): Promise<void> {
    await this.cluster?.stop();
    await this.ranking?.stop();
    await this.relay?.away();
    this.redis?.disconnect();
    await this.database?.close();
  }

  /** The number of an edition's deliveries in each state. */
  counts(editionId: string): Promise<Record<string, number>> {
    return this.cluster.ask('mailer', 'GET', `/internal/editions/${editionId}/deliveries`);
  }

  /** The keys of the mailer's queues in Redis. */
  queueKeys(): Promise<string[]> {
    return this.redis.keys(`${redisPrefix(this.cluster.services.namespace, 'mailer')}queues:*`);
  }

  /** Whether no delivery of an edition waits, and no replica has a mail on its way. */
  async nothingWaits(editionId: string): Promise<boolean> {
    // The deliveries are read first: one that no longer waits is on its way or done.
    const { claimed } = await this.counts(editionId);
    const health = await Promise.all(
      this.cluster.services
        .addresses('mailer')
        .map(async (address) => (await fetch(`${address}/health`)).json()),
    );
    const underWay = (health as { components: { relay: { underWay: number } } }[]).map(
      ({ components }) => components.relay.underWay,
    );
    return claimed === 0 && underWay.every((number) => number === 0);
  }
}
