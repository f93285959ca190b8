/** Does one thing after the other, in the background, until it is told to stop. */
export abstract class Loop {
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  start(): void {
    this.running = this.run();
    // Told by stop().
    this.running.catch(() => undefined);
  }

  /** Lets the present one come to its end. Rejects when one failed. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  /** One thing, and the pause after it. */
  protected abstract once(): Promise<void>;

  private async run(): Promise<void> {
    while (!this.stopping) await this.once();
  }
}

/** The loop that does this. */
export function looping(once: () => Promise<void>): Loop {
  return new (class extends Loop {
    protected override once = once;
  })();
}
