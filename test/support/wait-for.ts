import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** How long to wait for a state, and how often to look. */
export interface Patience {
  timeoutMs?: number;
  everyMs?: number;
}

/**
 * Reads again and again until the state is as wanted, and gives it. A read that rejects counts as "not yet". When the
 * time is over it fails with the last state (or error) seen, so that the message says what was there instead.
 */
export async function waitFor<T>(
  read: () => T | Promise<T>,
  until: (state: T) => boolean = Boolean,
  { timeoutMs = 45_000, everyMs = 20 }: Patience = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let last = 'nothing was read';
  for (;;) {
    try {
      const state = await read();
      if (until(state)) return state;
      last = inspect(state, { depth: 4, breakLength: 100, maxStringLength: 500 });
    } catch (error) {
      last = String(error);
    }
    if (performance.now() >= deadline) {
      throw new Error(`The state waited for did not come within ${timeoutMs} ms. The last one seen: ${last}`);
    }
    await sleep(everyMs);
  }
}
