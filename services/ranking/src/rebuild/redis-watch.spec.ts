import { afterEach, describe, expect, it } from '@jest/globals';
import { type Endpoint, papers, topics } from '@paperboy/contracts';
import type { EventConsumers } from '@paperboy/messaging';
import { type Clock, Health, type Log, type ServiceClients } from '@paperboy/platform';
import { waitFor } from '@paperboy/testing';
import { CatalogPositions } from '../closing/catalog-position.client.js';
import type { FirstGeneration } from '../generation/first-generation.store.js';
import type { GenerationStore } from '../generation/generation.store.js';
import { ReadOffsets } from '../generation/read-offsets.js';
import type { LiveLists } from '../live/live-lists.store.js';
import { RedisWatchTimer } from './redis-watch.timer.js';

let watch: RedisWatchTimer | undefined;

afterEach(() => watch?.onModuleDestroy());

/** A catalog that publishes without a pause, and lists that are always a little behind it. */
function underLoad() {
  const asked: string[] = [];
  let published = 100;
  let rebuilding = true;
  const clients = {
    ask: async ({ path }: Endpoint, { query: { before } }: { query: { before: string } }) => {
      if (path === papers.votePositions.path) asked.push(before);
      published += 100;
      // The newest writes are still in the outbox, so a moment is settled only when it is asked for a second time.
      const settled = asked.indexOf(before) < asked.length - 1;
      return { settled, positions: { 0: String(published) } };
    },
  };
  const state = {
    positions: async () => {
      published += 100;
      const read = BigInt(published - 150);
      return new Map([topics.votes, topics.papers].map(({ name }) => [`${name}/0`, read]));
    },
  } as unknown as LiveLists;
  const generations = {
    current: async () => '1',
    rebuilding: async () => rebuilding,
    complete: async () => {
      rebuilding = false;
    },
  } as unknown as GenerationStore;
  let now = 0;
  const clock = { now: () => new Date(++now) } as unknown as Clock;
  const log = { info: () => undefined, warn: () => undefined, debug: () => undefined } as unknown as Log;
  const health = new Health('ranking', new Date(0));
  watch = new RedisWatchTimer(
    generations,
    state,
    {} as EventConsumers,
    { begin: async () => undefined } as unknown as FirstGeneration,
    new ReadOffsets(),
    new CatalogPositions(clients as unknown as ServiceClients, state),
    clock,
    log,
    health,
  );
  return { watch, asked, lists: () => health.report().components.lists?.state };
}

describe('lists that are read full again', () => {
  it('are whole when all of the first moment has been read, however much is written meanwhile', async () => {
    const { watch, asked, lists } = underLoad();
    watch.onApplicationBootstrap();
    await waitFor(
      () => (asked.length > 1 ? lists() : undefined),
      (state) => state === 'up',
    );
    expect(new Set(asked).size).toBe(1);
  });
});
