import { describe, expect, it } from '@jest/globals';
import { FeedLag } from './feed-lag.js';

describe('the lag of the index behind the relay', () => {
  it('counts what was published on each partition and is not in the index', () => {
    const lag = new FeedLag();
    lag.took({ partition: 0, nextOffset: 100n }, 0);
    lag.took({ partition: 1, nextOffset: 50n }, 0);
    expect(lag.isBehind(new Map([[0, 99n]]), 0)).toBe(false);
    const each = new Map([
      [0, 1_099n],
      [1, 1_049n],
    ]);
    expect(lag.isBehind(each, 0)).toBe(false);
    expect(lag.isBehind(each.set(1, 1_050n), 0)).toBe(true);
    lag.took({ partition: 0, nextOffset: 1_100n }, 0);
    expect(lag.isBehind(each, 0)).toBe(false);
  });

  it('is unknown where nothing was read yet, and holds nobody up then, nor when the index is stuck', () => {
    const lag = new FeedLag();
    const far = new Map([[0, 1_000_000n]]);
    expect(lag.isBehind(far, 0)).toBe(false);
    lag.took({ partition: 0, nextOffset: 5n }, 1_000);
    expect(lag.isBehind(far, 10_999)).toBe(true);
    expect(lag.isBehind(far, 11_001)).toBe(false);
  });
});
