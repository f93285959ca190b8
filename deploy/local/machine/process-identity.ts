import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/**
 * The start time of a process, as a text to compare. Together with the id it distinguishes the process from a later one
 * with the same id. Undefined when the process does not run.
 */
export function processIdentity(pid: number): string | undefined {
  try {
    if (!existsSync('/proc/self/stat'))
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
        .toString()
        .trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended, although its parent has not read its exit status yet.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    // There is no such process.
    return undefined;
  }
}
