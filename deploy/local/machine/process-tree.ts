import { readdirSync, readFileSync } from 'node:fs';

/** The parent in /proc/PID/stat; the name before it may hold spaces and brackets. */
export function parentPid(stat: string): number {
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** The ids of a process and all its descendants, given each process's parent. */
export function withDescendants(root: number, parents: ReadonlyMap<number, number>): number[] {
  const found = [root];
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid && !found.includes(child)) found.push(child);
  }
  return found;
}

/** The text of /proc/PID/stat for a process and all its descendants, by process id. Empty when there is no /proc. */
export function statsOfTree(root: number): Map<number, string> {
  const stats = new Map<number, string>();
  for (const pid of pids()) {
    const stat = readOfProcess(pid, 'stat');
    if (stat) stats.set(pid, stat);
  }
  const parents = new Map([...stats].map(([pid, stat]) => [pid, parentPid(stat)]));
  const tree = new Set(withDescendants(root, parents));
  return new Map([...stats].filter(([pid]) => tree.has(pid)));
}

/** A file of /proc/PID. Empty when the process has ended, which may happen at any time. */
export function readOfProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
