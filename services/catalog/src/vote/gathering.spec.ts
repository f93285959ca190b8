import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';

describe('gathering what is written together', () => {
  function gathered(limits = { most: 3, everyMs: 0 }) {
    const batches: string[][] = [];
    const ends: (() => void)[] = [];
    const gathering = new Gathering<string, string>(async (items) => {
      batches.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (items.includes('bad')) throw new Error('refused');
      return items.map((item) => `${item} written`);
    }, limits);
    const endOne = async (): Promise<void> => {
      ends.shift()?.();
      // The next batch begins some turns of the loop later, with no timer between.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    return { batches, endOne, add: (item: string) => gathering.add(item) };
  }

  it('writes what comes alone at once, and what comes meanwhile with the next, no more than the most', async () => {
    const { batches, endOne, add } = gathered();
    const answers = ['a', 'b', 'c', 'd', 'e'].map(add);
    expect(batches).toEqual([['a']]);
    await endOne();
    expect(batches).toEqual([['a'], ['b', 'c', 'd']]);
    await endOne();
    await endOne();
    expect(batches).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e'].map((item) => `${item} written`));
  });

  it('fails for all of a batch, and goes on with the next', async () => {
    const { endOne, add } = gathered();
    const [first, bad, beside] = ['a', 'bad', 'b'].map(add);
    const outcomes = Promise.allSettled([bad, beside]);
    await endOne();
    await endOne();
    expect(await first).toBe('a written');
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const later = add('c');
    await endOne();
    expect(await later).toBe('c written');
  });
});
