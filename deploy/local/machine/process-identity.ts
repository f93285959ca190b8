import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * When a process started, as a word to compare: with its id it tells this process from a later one that got the same
 * id. Undefined when it does not run.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    if (!existsSync('/proc/self/stat'))
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
        .toString()
        .trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended, even while nobody has asked how.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    // No such process: that is the answer.
    return undefined;
  }
}
