import { describe, expect, it } from '@jest/globals';
import { Batcher } from './batcher.js';

describe('the batcher', () => {
  function batched(limits = { most: 3, everyMs: 0, enough: 3, atOnce: 1 }) {
    const batches: string[][] = [];
    const ends: (() => void)[] = [];
    const batcher = new Batcher<string, string>(async (items) => {
      batches.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (items.includes('bad')) throw new Error('refused');
      return items.map((item) => `${item} written`);
    }, limits);
    // A batch begins some turns of the loop after its first item, with no timer between.
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    const endOne = async (): Promise<void> => {
      ends.shift()?.();
      await turns();
    };
    return { batches, turns, endOne, add: (item: string) => batcher.add(item) };
  }

  it('writes what comes in one turn at once, and what comes meanwhile with the next, no more than the most', async () => {
    const { batches, turns, endOne, add } = batched();
    const answers = ['a', 'b'].map(add);
    await turns();
    expect(batches).toEqual([['a', 'b']]);
    answers.push(...['c', 'd', 'e', 'f'].map(add));
    await turns();
    expect(batches).toEqual([['a', 'b']]);
    await endOne();
    expect(batches).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
    await endOne();
    await endOne();
    expect(batches.slice(2)).toEqual([['f']]);
    expect(await Promise.all(answers)).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((item) => `${item} written`),
    );
  });

  it('writes as many batches at the same time as it may, so that one that hangs holds up no other', async () => {
    const { batches, turns, endOne, add } = batched({ most: 3, everyMs: 0, enough: 3, atOnce: 2 });
    for (const item of ['a', 'b', 'c']) {
      void add(item);
      await turns();
    }
    expect(batches).toEqual([['a'], ['b']]);
    await endOne();
    expect(batches).toEqual([['a'], ['b'], ['c']]);
  });

  it('waits for the time between two batches, or until enough have come', async () => {
    const { batches, turns, endOne, add } = batched({ most: 9, everyMs: 60_000, enough: 3, atOnce: 1 });
    void add('a');
    await turns();
    await endOne();
    for (const item of ['b', 'c']) {
      void add(item);
      await turns();
    }
    expect(batches).toEqual([['a']]);
    void add('d');
    await turns();
    expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
    await endOne();
  });

  it('fails for all of a batch, and goes on with the next', async () => {
    const { turns, endOne, add } = batched();
    const outcomes = Promise.allSettled(['bad', 'b'].map(add));
    await turns();
    const later = add('c');
    await endOne();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await endOne();
    expect(await later).toBe('c written');
  });
});
