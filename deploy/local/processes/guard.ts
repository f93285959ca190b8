import { type ChildProcess, spawn } from 'node:child_process';
import { processIdentity } from '../machine/process-identity.js';

/**
 * Reads "+ pid", "- pid" and "t folder" on its standard input. When that ends while pids are left, the process that
 * started them was killed without a chance to stop them: their process groups get SIGTERM, and SIGKILL ten seconds
 * later. Then the temporary folders are removed.
 */
const SCRIPT = `
pids=" "
set --
while read -r sign what; do
  case "$sign" in
    +) pids="$pids$what " ;;
    -) case "$pids" in *" $what "*) pids="\${pids%% $what *} \${pids#* $what }" ;; esac ;;
    t) set -- "$@" "$what" ;;
  esac
done
[ "$pids" = " " ] && exit 0
for pid in $pids; do kill -TERM "-$pid" 2>/dev/null; done
for second in 1 2 3 4 5 6 7 8 9 10; do
  left=""
  for pid in $pids; do kill -0 "-$pid" 2>/dev/null && left="$left $pid"; done
  [ -z "$left" ] && break
  sleep 1
done
for pid in $left; do kill -KILL "-$pid" 2>/dev/null; done
for folder in "$@"; do rm -rf "$folder"; done
`;

/** A process, with the identity that distinguishes it from a later one with the same id. */
export interface KnownProcess {
  pid: number;
  identity: string;
}

/**
 * Ends the processes that this process started if it is killed with SIGKILL. The guard is a small shell that outlives
 * it.
 */
export class Guard {
  private shell: ChildProcess | undefined;
  private readonly watched = new Map<number, string>();
  /** Called when a process is added or removed, so that the list of running ones can be stored. */
  onChange: (() => void) | undefined;

  /** Watches over the process group `pid`. */
  add(pid: number): void {
    this.write(`+ ${pid}\n`);
    this.watched.set(pid, processIdentity(pid) ?? '');
    this.onChange?.();
  }

  /** The process group `pid` has ended. */
  remove(pid: number): void {
    this.write(`- ${pid}\n`);
    this.watched.delete(pid);
    this.onChange?.();
  }

  /** Has a folder removed if this process is killed with SIGKILL before it removes the folder itself. */
  addTemporary(folder: string): void {
    this.write(`t ${folder}\n`);
  }

  /** The process groups that run now. */
  get processes(): KnownProcess[] {
    return [...this.watched].map(([pid, identity]) => ({ pid, identity }));
  }

  /** The shell's process id, once there is something to guard. */
  get pid(): number | undefined {
    return this.shell?.pid;
  }

  private write(line: string): void {
    if (!this.shell) {
      this.shell = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
      this.shell.unref();
      // Without unref on the pipe, the guard would keep alive the very process whose end it waits for.
      (this.shell.stdin as unknown as { unref(): void }).unref();
    }
    this.shell.stdin?.write(line);
  }
}

/** The one guard of this process. */
export const guard = new Guard();
