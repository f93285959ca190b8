import { statsOfTree } from './process-tree.js';

/** Linux counts the time of processes in hundredths of a second. */
const TICK_MS = 10;

/** Milliseconds of CPU time that a process has used so far, from its line in /proc/PID/stat. Source: proc(5). */
export function processorMsOf(stat: string): number {
  // utime and stime are the fields 14 and 15. The first two fields are before the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Milliseconds of CPU time of this process and all its descendants. Nothing when there is no /proc. */
export function processorMsOfTree(root = process.pid): number | undefined {
  const stats = [...statsOfTree(root).values()];
  return stats.length === 0 ? undefined : stats.reduce((sum, stat) => sum + processorMsOf(stat), 0);
}
