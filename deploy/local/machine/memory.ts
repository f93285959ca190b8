import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Bytes of the Pss line of /proc/PID/smaps_rollup: shared pages are counted in parts, so sums are right. */
export function pssBytes(smapsRollup: string): number {
  const match = /^Pss:\s+(\d+) kB$/m.exec(smapsRollup);
  return match ? Number(match[1]) * 1024 : 0;
}

/** The parent in /proc/PID/stat; the name before it may hold spaces and brackets. */
export function parentPid(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** A process and all below it, given each process's parent. */
export function withDescendants(root: number, parents: ReadonlyMap<number, number>): number[] {
  const found = [root];
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid && !found.includes(child)) found.push(child);
  }
  return found;
}

/**
 * Bytes of memory that this process and all below it take: the sum of their proportional set sizes on Linux, of their
 * resident sizes elsewhere.
 */
export function memoryOfTree(root = process.pid): number {
  if (!existsSync('/proc/self/smaps_rollup')) return residentOfTree(root);
  const parents = new Map<number, number>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = readIfThere(`/proc/${pid}/stat`);
    if (stat) parents.set(Number(pid), parentPid(stat));
  }
  const sizes = withDescendants(root, parents).map((pid) =>
    pssBytes(readIfThere(`/proc/${pid}/smaps_rollup`)),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function residentOfTree(root: number): number {
  const parents = new Map<number, number>();
  const sizes = new Map<number, number>();
  for (const line of execFileSync('ps', ['-axo', 'pid=,ppid=,rss=']).toString().trim().split('\n')) {
    const [pid, parent, kilobytes] = line.trim().split(/\s+/).map(Number) as [number, number, number];
    parents.set(pid, parent);
    sizes.set(pid, kilobytes * 1024);
  }
  return withDescendants(root, parents).reduce((sum, pid) => sum + (sizes.get(pid) ?? 0), 0);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Processes end while they are being looked at.
    return '';
  }
}
