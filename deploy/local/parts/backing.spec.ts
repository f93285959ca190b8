import { createConnection } from 'node:net';
import { expect, test } from '@jest/globals';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { createTransport } from 'nodemailer';

test('MongoDB stores a journaled write and reads it back', async () => {
  const connection = await mongoose
    .createConnection(testStack().mongodbUrl, { dbName: uniqueNamespace() })
    .asPromise();
  const papers = connection.collection<{ _id: string; n: number }>('papers');
  await papers.updateOne(
    { _id: 'a' },
    { $inc: { n: 1 } },
    { upsert: true, writeConcern: { w: 'majority', journal: true } },
  );
  expect(await papers.findOne({ _id: 'a' })).toEqual({ _id: 'a', n: 1 });
  await connection.dropDatabase();
  await connection.close();
});

test('Redis keeps everything: an append-only file, and no eviction', async () => {
  const redis = new Redis(testStack().redisUrl);
  const memory = await redis.config('GET', 'maxmemory-policy');
  const file = await redis.config('GET', 'appendonly');
  expect([memory, file]).toEqual([
    ['maxmemory-policy', 'noeviction'],
    ['appendonly', 'yes'],
  ]);
  await redis.quit();
});

test('Kafka accepts connections at the address given', async () => {
  const [host, port] = testStack().kafkaBrokers.split(':');
  const socket = createConnection({ host, port: Number(port) });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.destroy();
});

test('the mailbox takes a mail and lists it on its page', async () => {
  const subject = uniqueNamespace();
  const transport = createTransport(testStack().smtpUrl);
  await transport.sendMail({ from: 'a@example.org', to: 'b@example.org', subject, text: 'Good morning' });
  transport.close();
  await waitFor(
    async () => (await fetch(`${testStack().mailboxUrl}/api/email`)).text(),
    (mails) => mails.includes(subject),
  );
});
