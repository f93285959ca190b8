import type { ServiceName } from '@paperboy/contracts';
import { type Log, type ServiceConfig, topicName } from '@paperboy/platform';
import type { Kafka } from 'kafkajs';
import type { Connection } from 'mongoose';
import { BootRefused } from '../boot-check.js';
import { OutboxRelay, type RelayContract } from './outbox-relay.js';

/** The relays of a service, by collection. Throws BootRefused when it has relays and no MongoDB. */
export function relaysOf(
  service: ServiceName,
  contracts: readonly RelayContract[],
  kafka: Kafka,
  config: ServiceConfig,
  log: Log,
  connection: Connection | undefined,
): ReadonlyMap<string, OutboxRelay> {
  if (contracts.length === 0) return new Map();
  if (!connection)
    throw new BootRefused([
      `${service} relays ${contracts[0]?.collection} and so needs MongoDB: start it with mongo: true.`,
    ]);
  return new Map(
    contracts.map((contract) => [
      contract.collection,
      new OutboxRelay({
        ...contract,
        connection,
        kafka,
        topicName: topicName(config.NAMESPACE, contract.topic.name),
        transactionalId: `${config.NAMESPACE}.${service}.${contract.collection}`,
        source: `/${service}`,
        log,
        leaseMs: config.RELAY_LEASE_MS,
      }),
    ]),
  );
}
