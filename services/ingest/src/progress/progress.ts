/** How far something is at one time; `done` and `size` in bytes or in papers, `papers` for the rate. */
interface Sample {
  readonly at: number;
  readonly done: number;
  readonly papers: number;
}

/** The progress and the speed of something that takes long. */
export interface Speed {
  /** From 0 to 1; undefined when the total is not known. */
  readonly share: number | undefined;
  readonly papers: number;
  readonly papersPerSecond: number;
  /** Undefined while it can't be estimated. */
  readonly secondsLeft: number | undefined;
}

const WINDOW_MS = 20_000;
const LEAST_MS = 1_000;

/** Computes the pace over the last 20 s. What was done before the first sample does not count. */
export class PaceMeter {
  private samples: Sample[] = [];

  /** `size` is 0 when the total is not known. */
  constructor(private readonly size: number) {}

  /** Adds a sample and answers the speed; `at` is in milliseconds and never lower than before. */
  take(at: number, done: number, papers: number): Speed {
    this.samples.push({ at, done, papers });
    while (this.samples.length > 2 && at - (this.samples[1]?.at ?? at) >= WINDOW_MS) this.samples.shift();
    // Thousands of samples a second add nothing to a window of 20 s.
    if (this.samples.length > 400)
      this.samples = this.samples.filter((_, index, { length }) => index % 2 === 0 || index === length - 1);
    const oldest = this.samples[0] ?? { at, done, papers };
    const seconds = (at - oldest.at) / 1_000;
    const enough = at - oldest.at >= LEAST_MS;
    const perSecond = enough ? (done - oldest.done) / seconds : 0;
    return {
      share: this.size === 0 ? undefined : Math.min(1, done / this.size),
      papers,
      papersPerSecond: enough ? (papers - oldest.papers) / seconds : 0,
      secondsLeft: this.secondsLeft(done, perSecond),
    };
  }

  private secondsLeft(done: number, perSecond: number): number | undefined {
    if (this.size === 0) return undefined;
    if (done >= this.size) return 0;
    return perSecond > 0 ? (this.size - done) / perSecond : undefined;
  }
}

/** A whole number as people write it: `2,512,340`. */
export function countOf(number: number): string {
  return Math.round(number).toLocaleString('en');
}

/** A duration in the two units that matter: `4 s`, `12 min 3 s`, `2 h 5 min`. */
export function durationOf(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

/**
 * One line of progress: `45 %, 1,024,000 papers, 3,400 papers/s, 6 min 12 s left`. Without a known total, the first and
 * the last part are left out.
 */
export function paceLine(pace: Speed): string {
  const done = `${countOf(pace.papers)} papers, ${countOf(pace.papersPerSecond)} papers/s`;
  if (pace.share === undefined) return done;
  const left = pace.secondsLeft === undefined ? 'time left unknown' : `${durationOf(pace.secondsLeft)} left`;
  const share = `${Math.floor(pace.share * 100)} %`;
  return `${share}, ${done}, ${left}`;
}
