import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectRedis, SystemClock } from '@paperboy/platform';
import { waitFor } from '@paperboy/testing';
import type { Redis } from 'ioredis';
import mongoose, { type Connection } from 'mongoose';
import { freePort } from '../../deploy/local/machine/free-port.js';
import { startMongodb } from '../../deploy/local/parts/mongodb.js';
import { startRedis } from '../../deploy/local/parts/redis.js';
import { partsDir } from '../../deploy/local/paths.js';
import { guard } from '../../deploy/local/processes/guard.js';
import { Trending } from '../../services/ranking/src/formula/trending.js';
import { LiveLists } from '../../services/ranking/src/live/live-lists.store.js';
import { PeriodsReader } from '../../services/ranking/src/live/periods.reader.js';
import type { StateChange } from '../../services/ranking/src/live/state-change.js';
import { short, sortable } from '../../services/ranking/src/live/vote-entry.js';
import { PACKED } from '../../services/ranking/src/packing/packed-paper.schema.js';
import { PackedPapers } from '../../services/ranking/src/packing/packed-papers.store.js';
import { Packer } from '../../services/ranking/src/packing/packer.store.js';
import type { Findings } from './figures.js';

const VOTES_OF_A_PAPER = 100;
const PAPERS_OF_A_DAY = 100;
const CHUNK = 250;
const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00:00Z');
const GENERATION = '1';

/** What Redis takes for papers whose weight is spent, with all their periods closed, before and after packing. */
export async function spentBench(votes: number): Promise<Findings> {
  const dataDir = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  guard.addTemporary(dataDir);
  const [redisPart, mongoPart] = await Promise.all([
    startRedis({ dataDir, partsDir, port: await freePort() }, {}),
    startMongodb({ dataDir, partsDir, port: await freePort() }, {}),
  ]);
  const redis = connectRedis(redisPart.address);
  const mongo = await mongoose
    .createConnection(mongoPart.address, { dbName: 'bench', retryWrites: false })
    .asPromise();
  try {
    await waitFor(() => redis.status === 'ready');
    return await measured(redis, mongo, Math.ceil(votes / VOTES_OF_A_PAPER));
  } finally {
    await mongo.close();
    redis.disconnect();
    await Promise.all([redisPart.stop(), mongoPart.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measured(redis: Redis, mongo: Connection, papers: number): Promise<Findings> {
  const state = new LiveLists(redis, 'spent:', new Trending({ halfLifeHours: 24, commentWeight: 0.5 }));
  await redis.set('spent:current', GENERATION);
  const empty = await usedBy(redis);
  await inChunks(state, papers, paper);
  await inChunks(state, papers * VOTES_OF_A_PAPER, vote);
  const open = await usedBy(redis);
  for (const cadence of ['day', 'week', 'month'] as const)
    for (const period of await new PeriodsReader(state).withPapers(cadence))
      await state.change([['settle', `${cadence}:${period}`]]);
  const settled = await usedBy(redis);

  const packer = new Packer(state, new PackedPapers(mongo), new SystemClock());
  const begin = performance.now();
  let packed = 0;
  for (let from = 0; from < papers; from += CHUNK) {
    const ids = Array.from({ length: Math.min(CHUNK, papers - from) }, (_, at) => idOf(from + at));
    packed += (await packer.pack(GENERATION, ids)).length;
  }
  const tookMs = performance.now() - begin;
  await redis.call('MEMORY', 'PURGE');
  const after = await usedBy(redis);
  const { storageSize = 0 } = await mongo.getClient().db('bench').command({ collStats: PACKED });
  const mb = (bytes: number) => (bytes - empty) / 1_000_000;
  return {
    figures: [
      { name: 'papers', ours: papers, unit: 'in all' },
      { name: 'packed of them', ours: packed, unit: 'in all' },
      { name: 'a paper with its votes, its periods open', ours: (open - empty) / papers, unit: 'bytes' },
      { name: 'its periods closed and over', ours: (settled - empty) / papers, unit: 'bytes' },
      { name: 'packed', ours: (settled - empty) / papers - (settled - after) / packed, unit: 'bytes' },
      { name: 'its document in MongoDB, on disk', ours: Number(storageSize) / packed, unit: 'bytes' },
      { name: 'packing a paper', ours: (tookMs * 1_000) / packed, unit: 'µs' },
    ],
    memory: { 'periods open': mb(open), 'periods over': mb(settled), packed: mb(after) },
    notes: [
      `${papers} papers with ${VOTES_OF_A_PAPER} votes each; an abstract of 1,300 characters, two categories.`,
      'used_memory of Redis, less the buffers of its clients and of its append-only file.',
    ],
  };
}

async function inChunks(state: LiveLists, count: number, change: (nth: number) => StateChange) {
  for (let from = 0; from < count; from += CHUNK) {
    const length = Math.min(CHUNK, count - from);
    await state.change(Array.from({ length }, (_, at) => change(from + at)));
  }
}

async function usedBy(redis: Redis): Promise<number> {
  const info = await redis.info('memory');
  const figure = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return figure('used_memory') - figure('mem_clients_normal') - figure('mem_aof_buffer');
}

function idOf(nth: number): string {
  return `2611.${String(nth).padStart(6, '0')}`;
}

/** A hundred papers a day, the newest first. */
function submittedAt(nth: number): number {
  return NOW - Math.floor(nth / PAPERS_OF_A_DAY) * DAY_MS - (nth % PAPERS_OF_A_DAY) * 60_000;
}

function paper(nth: number): StateChange {
  const at = submittedAt(nth);
  const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);
  const week = `w${Math.floor(at / (7 * DAY_MS))}`;
  const month = dayOf(at).slice(0, 7);
  const [day, next] = [dayOf(at), dayOf(at + DAY_MS)];
  const by = `person-${nth % 300}`;
  const card = JSON.stringify({
    title: `On the light that lanterns of many kinds give, and how far it shines: part ${nth}`,
    summary: 'We light lanterns of many kinds. '.repeat(40).slice(0, 1_300),
    authors: ['Ada', 'Bo', 'Cy', 'Di', 'Ed', 'Fi'].map((name) => `${name} Lindqvist`),
    categories: ['cs.LG', 'cs.CL'],
    publishedAt: new Date(at).toISOString(),
    submittedAt: new Date(at).toISOString(),
    submittedBy: by,
    sample: false,
  });
  const place = [day, week, month, next, week, month, sortable(at), at, 1, by] as const;
  return ['paper', idOf(nth), 1, card, at, sortable(at), 'cs.LG,cs.CL', false, [...place]];
}

/** A paper's votes one after the other, over half a day. */
function vote(nth: number): StateChange {
  const of = Math.floor(nth / VOTES_OF_A_PAPER);
  const mine = nth % VOTES_OF_A_PAPER;
  const person = `p${String((of * 7 + mine) % 100_000).padStart(11, '0')}`;
  return ['vote', idOf(of), person, 1, '1', short(submittedAt(of) + mine * 432_000)];
}
