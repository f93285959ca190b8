/** The rest after a piece while people write, as a multiple of the time that the piece took. */
const REST = 6;
const LONGEST_REST_MS = 500;

/** The dependencies of the pace. */
export interface PacePorts {
  /** Whether people write at present. */
  anybody(): Promise<boolean>;
  sleep(ms: number): Promise<unknown>;
  /** A clock that never goes back, in milliseconds. */
  now(): number;
}

/**
 * Runs bulk work in pieces. While people write, one piece runs at a time, and a rest follows it. The rest is six times
 * as long as the piece, but at most half a second. Otherwise pieces run at once.
 */
export class BulkPace {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly ports: PacePorts) {}

  /** Whether pieces should be small, since people write at present. */
  yields(): Promise<boolean> {
    return this.ports.anybody();
  }

  async run<Result>(piece: () => Promise<Result>): Promise<Result> {
    if (!(await this.ports.anybody())) return piece();
    const done = this.last.then(() => this.restingAfter(piece));
    // The next piece waits for the rest. The caller of this piece waits for the piece alone.
    this.last = done.then(
      ({ rest }) => rest,
      () => undefined,
    );
    return (await done).result;
  }

  private async restingAfter<Result>(
    piece: () => Promise<Result>,
  ): Promise<{ result: Result; rest: Promise<unknown> }> {
    const begun = this.ports.now();
    const result = await piece();
    const ms = Math.min(REST * (this.ports.now() - begun), LONGEST_REST_MS);
    return { result, rest: this.ports.sleep(ms) };
  }
}
