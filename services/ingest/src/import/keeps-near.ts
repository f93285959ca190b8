/**
 * Published records that the catalog may have before it. While people write, what is read further ahead would only cost
 * them their time; otherwise the catalog must not have to wait until it is asked again how many it has.
 */
const AHEAD = { whilePeopleWrite: 2_000, otherwise: 8_000 };
/** Records after which it is asked again how many wait. */
const ASK_EVERY = 1_000;

/** What the catalog has before it. */
export interface Before {
  readonly records: number;
  /** Whether it takes them slowly at present, since people write. */
  readonly yielding: boolean;
}

/** Holds an import back while the catalog has enough before it. */
export class KeepsNear {
  private sinceAsked = 0;
  private gate: Promise<void> | undefined;

  constructor(
    private readonly before: () => Promise<Before>,
    /** Waits a moment, and rejects when the import is to stop. */
    private readonly pause: () => Promise<unknown>,
  ) {}

  /** Settles when so many records more may be published. */
  async room(records: number): Promise<void> {
    this.sinceAsked += records;
    if (this.gate === undefined && this.sinceAsked >= ASK_EVERY) {
      this.sinceAsked = 0;
      this.gate = this.untilNear().finally(() => {
        this.gate = undefined;
      });
    }
    await this.gate;
  }

  private async untilNear(): Promise<void> {
    for (;;) {
      const { records, yielding } = await this.before();
      if (records <= (yielding ? AHEAD.whilePeopleWrite : AHEAD.otherwise)) return;
      await this.pause();
    }
  }
}
