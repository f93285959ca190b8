import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@paperboy/testing';
import { Repeating } from './repeating.js';

describe('an action that is repeated', () => {
  const all: Repeating[] = [];
  const ends: (() => void)[] = [];

  /** An action whose runs last until `ends` ends them. */
  function held(everyMs: number) {
    const seen = { begun: 0, atOnce: 0, mostAtOnce: 0 };
    const repeating = new Repeating(async () => {
      seen.begun += 1;
      seen.atOnce += 1;
      seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.atOnce);
      await new Promise<void>((resolve) => ends.push(resolve));
      seen.atOnce -= 1;
    }, everyMs);
    all.push(repeating);
    return { repeating, seen };
  }

  /** Waits until an interval that began after all others has come around some times. */
  async function someIntervals(): Promise<void> {
    let rounds = 0;
    const witness = new Repeating(async () => {
      rounds += 1;
    }, 1);
    all.push(witness);
    witness.start();
    await waitFor(() => rounds > 5, Boolean, { everyMs: 1 });
    await witness.stop();
  }

  const begun = (seen: { begun: number }, times: number) =>
    waitFor(() => seen.begun === times, Boolean, { everyMs: 1 });

  afterEach(async () => {
    const stops = all.splice(0).map((repeating) => repeating.stop());
    for (const end of ends.splice(0)) end();
    await Promise.all(stops);
  });

  it('begins no run while another is in hand, and goes on when that one has ended', async () => {
    const { repeating, seen } = held(1);
    repeating.start();
    for (const nth of [1, 2, 3]) {
      await begun(seen, nth);
      await someIntervals();
      repeating.now();
      expect(seen.begun).toBe(nth);
      ends.shift()?.();
    }
    await begun(seen, 4);
    expect(seen.mostAtOnce).toBe(1);
  });

  it('runs at once when it is told to, with its interval still to come', () => {
    const { repeating, seen } = held(3_600_000);
    repeating.start();
    expect(seen.begun).toBe(0);
    repeating.now();
    expect(seen.begun).toBe(1);
  });

  it('stops when the run in hand has ended, and never runs again', async () => {
    const { repeating, seen } = held(1);
    repeating.start();
    await begun(seen, 1);
    let stopped = false;
    const stopping = repeating.stop().then(() => {
      stopped = true;
    });
    await turn();
    expect(stopped).toBe(false);
    ends.shift()?.();
    await stopping;
    await someIntervals();
    repeating.now();
    expect(seen.begun).toBe(1);
  });

  it('keeps the process alive unless its timer is told not to', () => {
    expect(held(3_600_000).repeating.start().hasRef()).toBe(true);
    expect(held(3_600_000).repeating.start().unref().hasRef()).toBe(false);
  });
});
