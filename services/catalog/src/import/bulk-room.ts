/**
 * Keeps count of the papers that may still be written until `limit` of them wait. The cost of a count grows with the
 * number of papers that wait. So a count is good for half of the room that it found, and at least for one paper. Other
 * replicas count as well: together they exceed the limit by half of the room of each at most.
 */
export class BulkRoom {
  private left = 0;

  constructor(
    private readonly limit: number,
    /** The papers that wait, counted up to a limit. */
    private readonly count: (limit: number) => Promise<number>,
  ) {}

  /** Whether at least one paper may be written. */
  async isThere(): Promise<boolean> {
    if (this.left <= 0) this.left = Math.ceil((this.limit - (await this.count(this.limit))) / 2);
    return this.left > 0;
  }

  /** Papers are about to be written. */
  take(papers: number): void {
    this.left -= papers;
  }
}
