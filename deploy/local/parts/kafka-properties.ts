/** The ports and folder of the one Kafka node. */
export interface KafkaNode {
  dataDir: string;
  port: number;
  controllerPort: number;
}

/** The content of server.properties: one node, loopback only, sized for a laptop and for many small topics. */
export function kafkaProperties(node: KafkaNode): string {
  const settings: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${node.controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${node.port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': node.dataDir,
    // Topics come from the contracts, with their settings: a misspelt name must fail, not become a topic.
    'auto.create.topics.enable': false,
    // One node can hold one copy.
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // Fewer files for the broker's own topics: the defaults of 50 partitions each are for clusters.
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.num.partitions': 4,
    'log.index.size.max.bytes': 2_097_152,
    // A consumer that starts alone must not wait for others.
    'group.initial.rebalance.delay.ms': 0,
    // The cleaner's default buffer of 128 MB would take half of the heap.
    'log.cleaner.dedupe.buffer.size': 8_388_608,
    'log.cleaner.threads': 1,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'background.threads': 2,
    // An idle controller writes an empty record to its log twice a second; a cluster of one has nobody to tell.
    'metadata.max.idle.interval.ms': 0,
    'num.recovery.threads.per.data.dir': 2,
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  return `${lines.join('\n')}\n`;
}
