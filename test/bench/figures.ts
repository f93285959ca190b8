/** One figure of ours beside the bare reference's. */
export interface Figure {
  /** What was measured, such as `votes at the catalog's port`. */
  name: string;
  ours: number;
  bare?: number;
  /** Ours by the bare one's, the median over the rounds. */
  ratio?: number;
  unit: 'a second' | 'ms' | 'µs' | 'bytes' | 'in all';
  /** What is aimed at, in words. */
  aim?: string;
}

/** What a scenario found out. */
export interface Findings {
  figures: Figure[];
  /** Megabytes of each process of ours, and of what it stands on. */
  memory: Record<string, number>;
  /** What somebody who reads the figures should know. */
  notes: string[];
}

/** The middle of some numbers, the mean of both when there are two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** The smallest value that the given part of all values does not exceed (nearest rank). */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

/** One figure from rounds in which ours and the bare reference ran one after the other. */
export function compared(
  about: Pick<Figure, 'name' | 'unit' | 'aim'>,
  rounds: readonly { ours: number; bare: number }[],
): Figure {
  return {
    ...about,
    ours: median(rounds.map(({ ours }) => ours)),
    bare: median(rounds.map(({ bare }) => bare)),
    ratio: median(rounds.map(({ ours, bare }) => ours / bare)),
  };
}

/** The findings as lines of a small table. */
export function table({ figures, memory, notes }: Findings): string[] {
  const shown = (value: number | undefined): string =>
    value === undefined ? '' : value.toFixed(value < 100 ? 1 : 0);
  const rows = figures.map((figure) => [
    figure.name,
    shown(figure.ours),
    shown(figure.bare),
    figure.ratio?.toFixed(2) ?? '',
    figure.unit,
    figure.aim ?? '',
  ]);
  const all = [['', 'ours', 'bare', 'ratio', '', 'aim'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, at) => (at >= 1 && at <= 3 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const sizes = Object.entries(memory).map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)}`);
  return [...lines, ...(sizes.length ? [`Memory (MB): ${sizes.join(', ')}`] : []), ...notes];
}
