/**
 * The most published records that may wait for the catalog. While people write, more would only slow them down.
 * Otherwise there must be enough that the catalog does not run out of them before the import asks again.
 */
const AHEAD = { whilePeopleWrite: 2_000, otherwise: 8_000 };
/** After this many records the import asks again how many are waiting. */
const ASK_EVERY = 1_000;

/** The records that are waiting for the catalog. */
export interface Before {
  readonly records: number;
  /** Whether the catalog takes them slowly at present, because people are writing. */
  readonly yielding: boolean;
}

/** Holds an import back while enough records are waiting for the catalog. */
export class KeepsNear {
  private sinceAsked = 0;
  private gate: Promise<void> | undefined;

  constructor(
    private readonly before: () => Promise<Before>,
    /** Waits a moment, and rejects when the import is to stop. */
    private readonly pause: () => Promise<unknown>,
  ) {}

  /** Resolves when this many more records may be published. */
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
