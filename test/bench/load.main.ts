import { Identity, SystemClock } from '@paperboy/platform';
import { mongo } from 'mongoose';
import { Pool } from 'undici';
import { KeptConnection } from './kept-connection.js';
import type { LoadJob, LoadResult, Voter } from './load-job.js';
import { sendByPool, sendBySockets } from './mails.js';
import { steadyVotes } from './steady.js';
import { measureVisible } from './visible.js';

/** The process that makes load, apart from what is measured and from the one that watches: takes jobs over IPC. */
type Job<Kind extends LoadJob['kind']> = Extract<LoadJob, { kind: Kind }>;

process.on('message', (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

function run(job: LoadJob): Promise<LoadResult> {
  switch (job.kind) {
    case 'votes':
      return votes(job);
    case 'upserts':
      return upserts(job);
    case 'steady':
      return steadyVotes(job);
    case 'reads':
      return reads(job);
    case 'visible':
      return measureVisible(job);
    case 'mails-by-pool':
      return inAll(job.count, sendByPool(job));
    case 'mails-by-sockets':
      return inAll(job.count, sendBySockets(job));
  }
}

/** The rate of work that is done when a promise resolves. */
async function inAll(done: number, work: Promise<void>): Promise<LoadResult> {
  const begin = performance.now();
  await work;
  return { done, perSecond: (done * 1000) / (performance.now() - begin), visibleMs: [], answerMs: [] };
}

/** Keeps so many calls in flight for so long, and counts those that ended well within the time. */
async function flatOut(
  { concurrency, seconds }: { concurrency: number; seconds: number },
  call: (at: number, lane: number) => Promise<unknown>,
): Promise<LoadResult> {
  const begin = performance.now();
  const end = begin + seconds * 1000;
  const answerMs: number[] = [];
  let next = 0;
  const lane = async (_: unknown, number: number): Promise<void> => {
    while (performance.now() < end) {
      const asked = performance.now();
      await call(next++, number);
      answerMs.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  const done = answerMs.length;
  return { done, perSecond: (done * 1000) / (performance.now() - begin), visibleMs: [], answerMs };
}

async function votes(job: Job<'votes'>): Promise<LoadResult> {
  const pool = new Pool(job.url, { connections: job.concurrency, pipelining: 1 });
  const { secret } = job;
  const identity = secret ? new Identity({ SERVICE_SECRET: secret }, new SystemClock()) : undefined;
  const total = job.voters.length * job.papers.length;
  try {
    return await flatOut(job, async (offset) => {
      const at = job.from + offset;
      const voter = job.voters[Math.floor(at / job.papers.length) % job.voters.length] as Voter;
      const paper = job.papers[at % job.papers.length];
      const { id, handle, token } = voter;
      const person = { kind: 'person', id, handle, name: handle, role: 'reader' } as const;
      const bearer = identity ? await identity.sign(person, 'catalog') : token;
      // Once all have voted for everything, they take it back, and so on.
      const method = Math.floor(at / total) % 2 === 0 ? 'POST' : 'DELETE';
      const path = `/api/papers/${paper}/upvote`;
      const { statusCode, body } = await pool.request({
        path,
        method,
        headers: { authorization: `Bearer ${bearer}` },
      });
      const text = await body.text();
      if (statusCode !== 200) throw new Error(`${method} ${path} answered ${statusCode}: ${text}`);
    });
  } finally {
    await pool.close();
  }
}

/** The bare reference of a vote: one journaled upsert of a document of the same size into the same engine. */
async function upserts(job: Job<'upserts'>): Promise<LoadResult> {
  const client = new mongo.MongoClient(job.mongodbUrl, {
    maxPoolSize: job.concurrency,
    writeConcern: { w: 'majority', journal: true },
  });
  try {
    const collection = client.db(job.database).collection<{ _id: string }>('upserts');
    return await flatOut(job, async (offset) => {
      const at = job.from + offset;
      const paperId = `2611.${String(at % 50).padStart(5, '0')}`;
      const personId = `person-${String(Math.floor(at / 50)).padStart(6, '0')}`;
      const castAt = new Date().toISOString();
      const state = { paperId, personId, standing: true, counts: true, history: [{ castAt }], sample: false };
      await collection.updateOne(
        { _id: `${paperId}:${personId}` },
        { $set: { seq: 1, state } },
        { upsert: true },
      );
    });
  } finally {
    await client.close();
  }
}

async function reads(job: Job<'reads'>): Promise<LoadResult> {
  const url = new URL(job.url);
  const open = Array.from({ length: job.concurrency }, () => KeptConnection.open(url));
  const connections = await Promise.all(open);
  try {
    return await flatOut(job, (_at, lane) => (connections[lane] as KeptConnection).ask());
  } finally {
    for (const connection of connections) connection.close();
  }
}
