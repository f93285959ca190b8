/** The waits of one loop. `wake` cuts an idle wait short, and `stop` ends all waits for good. */
export class InterruptibleWait {
  private stopped = false;
  private wakeUp: () => void = () => undefined;
  private endRest: () => void = () => undefined;

  /** Waits for milliseconds, or until `wake` is called. */
  idle(ms: number): Promise<void> {
    return this.wait(ms, (end) => {
      this.wakeUp = end;
    });
  }

  /** Waits for milliseconds, whatever wakes meanwhile. */
  rest(ms: number): Promise<void> {
    return this.wait(ms, (end) => {
      this.endRest = end;
    });
  }

  wake(): void {
    this.wakeUp();
  }

  stop(): void {
    this.stopped = true;
    this.wakeUp();
    this.endRest();
  }

  private wait(ms: number, onBegin: (end: () => void) => void): Promise<void> {
    if (this.stopped || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      onBegin(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
