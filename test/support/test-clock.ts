/** A clock that stands still until it is told to move. */
export interface TestClock {
  now(): Date;
  /** Moves by so many milliseconds. */
  advance(ms: number): void;
  /** Moves to a moment. */
  set(moment: Date | string): void;
}

/** A clock for tests, standing at a Sunday noon in UTC unless told otherwise. */
export function testClock(start: Date | string = '2026-11-22T12:00:00.000Z'): TestClock {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
    set: (moment) => {
      at = new Date(moment).getTime();
    },
  };
}
