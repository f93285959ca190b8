import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Reads "+ pid" and "- pid" on its standard input. When that ends while pids are left, whoever started them was
 * killed without a chance to stop them: their process groups get SIGTERM, and SIGKILL ten seconds later.
 */
const SCRIPT = `
pids=" "
while read -r sign pid; do
  case "$sign" in
    +) pids="$pids$pid " ;;
    -) case "$pids" in *" $pid "*) pids="\${pids%% $pid *} \${pids#* $pid }" ;; esac ;;
  esac
done
for pid in $pids; do kill -TERM "-$pid" 2>/dev/null; done
for second in 1 2 3 4 5 6 7 8 9 10; do
  left=""
  for pid in $pids; do kill -0 "-$pid" 2>/dev/null && left="$left $pid"; done
  [ -z "$left" ] && exit 0
  sleep 1
done
for pid in $left; do kill -KILL "-$pid" 2>/dev/null; done
`;

/** Ends what this process started should it be killed with SIGKILL: a tiny shell of its own that outlives it. */
export class Guard {
  private shell: ChildProcess | undefined;

  /** Watches over the process group `pid`. */
  add(pid: number): void {
    this.write(`+ ${pid}\n`);
  }

  /** The process group `pid` has ended. */
  remove(pid: number): void {
    this.write(`- ${pid}\n`);
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
