import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readOfProcess, statsOfTree, withDescendants } from './process-tree.js';

/** Bytes of the Pss line of /proc/PID/smaps_rollup. Shared pages are counted in shares, so sums are right. */
export function pssBytes(smapsRollup: string): number {
  const match = /^Pss:\s+(\d+) kB$/m.exec(smapsRollup);
  return match ? Number(match[1]) * 1024 : 0;
}

/**
 * Bytes of memory of this process and all its descendants: the sum of their proportional set sizes on Linux, of their
 * resident set sizes elsewhere.
 */
export function memoryOfTree(root = process.pid): number {
  if (!existsSync('/proc/self/smaps_rollup')) return residentOfTree(root);
  const sizes = [...statsOfTree(root).keys()].map((pid) => pssBytes(readOfProcess(pid, 'smaps_rollup')));
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
