/**
 * A process that migrates the mailer's data and is killed, as by `kill -9`, when MongoDB has answered a chosen command and
 * before the next one is sent. Environment: MONGODB_URL; DATABASE, its name; DIST, the folder of the build; DIES_AFTER,
 * such as `update migrations 3` for the third update of that collection.
 */
export const DYING_MIGRATION = `
import mongoose from 'mongoose';
const { Migrations } = await import(process.env.DIST + '/libs/platform/src/index.js');
const { mailerDocuments } = await import(process.env.DIST + '/services/mailer/src/mailer.documents.js');

const [command, collection, times] = process.env.DIES_AFTER.split(' ');
const client = new mongoose.mongo.MongoClient(process.env.MONGODB_URL, {
  retryWrites: false,
  monitorCommands: true,
  writeConcern: { w: 'majority', journal: true },
});
let left = Number(times);
const counted = new Set();
client.on('commandStarted', (event) => {
  if (event.command[command] === collection) counted.add(event.requestId);
});
client.on('commandSucceeded', ({ requestId }) => {
  if (counted.delete(requestId) && --left === 0) process.kill(process.pid, 'SIGKILL');
});
await client.connect();
const silent = { begins: () => undefined, ended: () => undefined };
const database = client.db(process.env.DATABASE);
await new Migrations(database, mailerDocuments.migrations, silent).run(new AbortController().signal);
await client.close();
`;
