/** Published records that the catalog may have before it; what is read further ahead would only cost others their time. */
const AHEAD = 2_000;
/** Records after which it is asked again how many wait. */
const ASK_EVERY = 1_000;

/** Holds an import back while the catalog has enough before it. */
export class KeepsNear {
  private sinceAsked = 0;
  private gate: Promise<void> | undefined;

  constructor(
    /** How many records the catalog has before it. */
    private readonly waiting: () => Promise<number>,
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
    while ((await this.waiting()) > AHEAD) await this.pause();
  }
}
