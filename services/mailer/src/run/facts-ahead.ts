/** The age at which facts are read again, because a reader who leaves gets no mail that is handed over later. */
const STALE_AFTER_MS = 1_000;
/** The rows whose facts are read together: few enough that they are usually sent before their facts are stale. */
const TOGETHER = 50;
/** The next rows are read so many rows before they are asked for, so that no connection waits for their facts. */
const AHEAD = 25;

/**
 * The facts of the rows of a page, read for a row and those after it at once. Facts that are more than a second old are
 * read again.
 */
export class FactsAhead<Row extends { _id: string }, Facts> {
  private readonly places: Map<string, number>;
  private readonly read = new Map<string, { at: number; facts: Promise<ReadonlyMap<string, Facts>> }>();

  constructor(
    private readonly rows: readonly Row[],
    /** Reads the facts of some rows, by their ids. It leaves none out. */
    private readonly readAll: (rows: readonly Row[]) => Promise<ReadonlyMap<string, Facts>>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.places = new Map(rows.map(({ _id }, place) => [_id, place]));
  }

  /** The facts of a row, at most a second old when they are returned, or just read. Throws what reading throws. */
  async of({ _id }: Row): Promise<Facts> {
    const ahead = this.rows[(this.places.get(_id) ?? 0) + AHEAD];
    const known = this.read.get(_id);
    const { facts } = known && this.now() - known.at <= STALE_AFTER_MS ? known : this.readFrom(_id);
    // A failure is thrown to those who ask for these rows.
    if (ahead && !this.read.has(ahead._id)) this.readFrom(ahead._id).facts.catch(() => undefined);
    return (await facts).get(_id) as Facts;
  }

  private readFrom(id: string) {
    const place = this.places.get(id) ?? 0;
    const some = this.rows.slice(place, place + TOGETHER);
    // The moment before the question is asked, since the answer may be as old as that.
    const reading = { at: this.now(), facts: this.readAll(some) };
    for (const { _id } of some) this.read.set(_id, reading);
    return reading;
  }
}
