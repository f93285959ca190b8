/**
 * A process with one consumer of votes whose handler ends when the parent sends a message. It tells its parent the id of
 * each event that it takes, `rebalancing` when it learns of a rebalance, `stopping` at SIGTERM, and `stopped`. It runs what was built, as services do.
 */
export const SLOW_MEMBER = `
const { FOLDER, BROKERS, NAMESPACE } = process.env;
const { topics } = await import(FOLDER + '/contracts/src/index.js');
const { createLogger, topicName } = await import(FOLDER + '/platform/src/index.js');
const { EventConsumers } = await import(FOLDER + '/messaging/src/consume/event-consumers.js');
const { createKafka } = await import(FOLDER + '/messaging/src/kafka/kafka-client.js');

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
let noticed = false;
log.debug = ({ error }) => {
  if (noticed || !/rebalancing/.test(error)) return;
  noticed = true;
  process.send('rebalancing');
};
const kafka = createKafka({ brokers: [BROKERS], clientId: 'slow-member', log });
const nameOf = (name) => topicName(NAMESPACE, name);
const consumers = new EventConsumers({ service: 'ranking', kafka, nameOf, publisher: undefined, now: () => new Date(), log });
const released = new Promise((release) => process.on('message', release));
const contract = { group: 'ranking.votes', service: 'ranking', topics: [topics.votes], offsets: 'broker' };
const consumer = consumers.declared(contract, () => ({
  kind: 'event',
  handle: async ({ id }) => {
    process.send(id);
    await released;
  },
}));
process.on('disconnect', () => process.exit(1));
process.on('SIGTERM', async () => {
  process.send('stopping');
  await consumer.stop();
  process.send('stopped', () => process.exit(0));
});
consumer.start();
`;
