/** Runs an action at an interval, one run at a time: it begins no run while another is in hand. */
export class Repeating {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  /** The action handles its own failures: a rejection is an unhandled error, which ends the service. */
  constructor(
    private readonly act: () => Promise<void>,
    private readonly everyMs: number,
  ) {}

  /** Begins the interval, and returns its timer: it keeps the process alive unless the caller unrefs it. */
  start(): NodeJS.Timeout {
    this.timer = setInterval(() => this.now(), this.everyMs);
    return this.timer;
  }

  /** Begins a run now, unless one is in hand or `stop` was called. */
  now(): void {
    if (this.stopped) return;
    this.running ??= this.act().finally(() => {
      this.running = undefined;
    });
  }

  /** Ends the interval, and waits for the run in hand. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }
}
