interface Flight<Result> {
  readonly beganMs: number;
  readonly result: Promise<Result>;
}

/**
 * Runs one call at a time for each key. All callers that come while it runs share it. A result may be as old as the
 * begin of its call. So a caller that comes after the call has run for `freshMs` waits for its end, and then for
 * another call.
 */
export class SingleFlight<Result> {
  private readonly flights = new Map<string, Flight<Result>>();

  constructor(
    private readonly freshMs: number,
    private readonly now: () => number,
  ) {}

  /** Whether a call of this key is under way. */
  has(key: string): boolean {
    return this.flights.has(key);
  }

  /** The result of the call that runs, else of the given one. The call gets the time when it began. */
  run(key: string, call: (beganMs: number) => Promise<Result>): Promise<Result> {
    const beganMs = this.now();
    const running = this.flights.get(key);
    if (running !== undefined) {
      if (beganMs - running.beganMs < this.freshMs) return running.result;
      return running.result.then(() => this.run(key, call));
    }
    const result = call(beganMs).finally(() => this.flights.delete(key));
    this.flights.set(key, { beganMs, result });
    return result;
  }
}
