import { type PaperState, paperSubmitted, topics, type VoteState, voteCast } from '@paperboy/contracts';
import { createKafka, Publisher } from '@paperboy/messaging';
import { connectRedis, topicName } from '@paperboy/platform';
import { type RunningServices, startServices, startTestStack, waitFor } from '@paperboy/testing';
import type { Redis } from 'ioredis';
import type { Figure, Findings } from './figures.js';

/** Papers, and how many votes each of them gets: few and many, and past the compact form that Redis has for small hashes. */
const SETS = [
  { papers: 1_000, votesOfEach: 10 },
  { papers: 300, votesOfEach: 100 },
  { papers: 100, votesOfEach: 1_000 },
] as const;
const CHUNK = 1_000;
const PATIENCE = { timeoutMs: 300_000, everyMs: 250 };
const DAY_MS = 86_400_000;

/** Bytes that Redis takes for a paper and for a vote which came to ranking from Kafka, as in life. */
export async function memoryBench(): Promise<Findings> {
  const backing = await startTestStack();
  let services: RunningServices | undefined;
  try {
    services = await startServices({ services: { ranking: 1 } });
    return await measured(services);
  } finally {
    await services?.stop();
    await backing.stop();
  }
}

async function measured(services: RunningServices): Promise<Findings> {
  const { KAFKA_BROKERS = '', REDIS_URL = '' } = services.environment;
  const redis = connectRedis(REDIS_URL);
  const publisher = new Publisher({
    kafka: createKafka({ brokers: KAFKA_BROKERS.split(','), clientId: 'bench' }),
    nameOf: (name) => topicName(services.namespace, name),
    source: '/bench',
    now: () => new Date(),
  });
  try {
    await waitFor(() => redis.status === 'ready');
    const ranking = services.addresses('ranking')[0] ?? '';
    // Of yesterday: a whole day of votes lies behind them, and without a catalog no list is closed.
    const day = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
    const figures: Figure[] = [];
    let listed = 0;
    for (const { papers, votesOfEach } of SETS) {
      const first = listed;
      const idOf = (at: number): string => `2611.${String(first + at + 1).padStart(5, '0')}`;
      const before = await usedBy(redis);
      for (const some of chunksOf(papers, (at) => paper(idOf(at), day)))
        await publisher.publish(
          topics.papers,
          some.map((data) => ({ contract: paperSubmitted, data })),
        );
      listed += papers;
      await waitFor(
        () => papersOf(ranking, day),
        (total) => total === listed,
        PATIENCE,
      );
      const withPapers = await usedBy(redis);
      const votes = papers * votesOfEach;
      const voteAt = (at: number): VoteState => {
        const nth = Math.floor(at / papers);
        return vote(idOf(at % papers), nth, Date.parse(day) + (nth / votesOfEach) * DAY_MS);
      };
      for (const some of chunksOf(votes, voteAt))
        await publisher.publish(
          topics.votes,
          some.map((data) => ({ contract: voteCast, data })),
        );
      const ids = Array.from({ length: papers }, (_, at) => idOf(at));
      await waitFor(
        () => upvotesOf(ranking, ids),
        (counted) => counted === votes,
        PATIENCE,
      );
      const withVotes = await usedBy(redis);
      figures.push(
        { name: `a submitted paper, ${papers} more`, ours: (withPapers - before) / papers, unit: 'bytes' },
        { name: `a vote, ${votesOfEach} for a paper`, ours: (withVotes - withPapers) / votes, unit: 'bytes' },
      );
    }
    const version = /redis_version:(\S+)/.exec(await redis.info('server'))?.[1];
    return {
      figures,
      memory: { 'redis data': (await usedBy(redis)) / 1_000_000 },
      notes: [
        `used_memory of Redis ${version} before and after, less the buffers of its clients and of its append-only file.`,
        'A paper has an abstract of 1,300 characters, six authors and two categories, and is on the lists of one day.',
      ],
    };
  } finally {
    redis.disconnect();
    await publisher.stop();
  }
}

/** Bytes that Redis has allocated for what it keeps. */
async function usedBy(redis: Redis): Promise<number> {
  const info = await redis.info('memory');
  const figure = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return figure('used_memory') - figure('mem_clients_normal') - figure('mem_aof_buffer');
}

async function papersOf(ranking: string, day: string): Promise<number> {
  const answer = await fetch(`${ranking}/internal/lists/day?period=${day}&limit=1`);
  return ((await answer.json()) as { total: number }).total;
}

async function upvotesOf(ranking: string, ids: readonly string[]): Promise<number> {
  let sum = 0;
  for (const some of chunksOf(ids.length, (at) => ids[at] as string, 100)) {
    const answer = await fetch(`${ranking}/internal/papers/standing?ids=${some.join(',')}`);
    const { standings } = (await answer.json()) as { standings: { upvotes: number }[] };
    sum += standings.reduce((all, { upvotes }) => all + upvotes, 0);
  }
  return sum;
}

function* chunksOf<T>(count: number, make: (at: number) => T, size = CHUNK): Generator<T[]> {
  for (let from = 0; from < count; from += size)
    yield Array.from({ length: Math.min(size, count - from) }, (_, at) => make(from + at));
}

function paper(id: string, day: string): PaperState {
  const at = `${day}T00:00:00.000Z`;
  return {
    id,
    seq: 1,
    version: 1,
    title: `On the light that lanterns of many kinds give, and how far it shines: part ${id}`,
    summary: 'We light lanterns of many kinds. '.repeat(40).slice(0, 1_300).padEnd(1_300, '.'),
    authors: ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Fi'].map((name) => ({ name: `${name} Lindqvist` })),
    categories: ['cs.LG', 'cs.CL'],
    publishedAt: at,
    updatedAt: at,
    arrivedAt: at,
    submission: { by: `submitter-${id.slice(-2)}`, byKind: 'person', at },
    sample: false,
  };
}

function vote(paperId: string, person: number, castAt: number): VoteState {
  const history = [{ castAt: new Date(castAt).toISOString() }];
  const personId = `p${String(person).padStart(11, '0')}`;
  return { paperId, personId, seq: 1, standing: true, counts: true, history, sample: false };
}
