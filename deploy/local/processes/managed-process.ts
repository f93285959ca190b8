import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { deathsInARow, restartDelayMs } from './back-off.js';
import { guard } from './guard.js';

/** An event in the life of a process. */
export type ProcessEvent =
  | {
      type: 'died';
      code: number | null;
      signal: NodeJS.Signals | null;
      restartInMs: number;
      lastLines: string[];
    }
  | { type: 'restarted'; pid: number };

/** How a process ended. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The program to run, and the listeners. */
export interface ProcessOptions {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Whether it is started again, with back-off, when it ends unexpectedly. */
  restart: boolean;
  /** How long it may take to stop after SIGTERM before it gets SIGKILL. */
  graceMs?: number;
  onLine?: (line: string) => void;
  onEvent?: (event: ProcessEvent) => void;
}

const LAST_LINES = 12;
const LONGEST_LINE = 32_768;

const live = new Set<ManagedProcess>();

/** Stops every process of this program that still runs or waits for its restart. */
export async function stopAllProcesses(): Promise<void> {
  await Promise.all([...live].map((one) => one.stop()));
}

/** SIGKILL for all of them, without waiting: a second Ctrl-C. */
export function abandonAllProcesses(): void {
  for (const one of live) one.abandon();
}

/**
 * One child in a process group of its own, so that a terminal's Ctrl-C reaches only the supervisor, which then
 * stops its children in order.
 */
export class ManagedProcess {
  private child: ChildProcess | undefined;
  private deaths = 0;
  private startedAt = 0;
  private stopping = false;
  private ended: Promise<unknown> = Promise.resolve();
  private pendingRestart: NodeJS.Timeout | undefined;
  private lines: string[] = [];

  constructor(readonly options: ProcessOptions) {}

  /** The operating system's id while it runs. */
  get pid(): number | undefined {
    return this.running ? this.child?.pid : undefined;
  }

  get running(): boolean {
    return !!this.child?.pid && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Whether it should run: it was started, and not stopped since. */
  get wanted(): boolean {
    return live.has(this);
  }

  /** The last lines it wrote, for a message about its death. */
  get lastLines(): string[] {
    return [...this.lines];
  }

  /** Starts it; safe to call again after `stop` or after it died. `more` are variables for this one start. */
  start(more: Record<string, string> = {}): void {
    if (this.running) return;
    clearTimeout(this.pendingRestart);
    live.add(this);
    this.stopping = false;
    this.lines = [];
    this.startedAt = performance.now();
    const { command, args, env, cwd } = this.options;
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...(env ?? process.env), ...more },
      cwd,
    });
    this.child = child;
    const { pid } = child;
    if (pid) guard.add(pid);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream)
        createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => this.take(line));
    }
    child.on('error', (error) => this.take(error.message));
    this.ended = once(child, 'exit').then(
      ([code, signal]) => {
        if (pid) guard.remove(pid);
        this.onExit(code as number | null, signal as NodeJS.Signals | null);
      },
      () => this.onExit(null, null),
    );
  }

  /** Sends a signal to the process alone, as a kill test does. */
  kill(signal: NodeJS.Signals): void {
    if (this.pid) process.kill(this.pid, signal);
  }

  /**
   * SIGTERM, then SIGKILL after the grace. Returns how it ended, or nothing when it did not run. It is not restarted.
   */
  async stop(graceMs = this.options.graceMs ?? 15_000): Promise<ProcessEnd | undefined> {
    this.stopping = true;
    clearTimeout(this.pendingRestart);
    const { child } = this;
    if (!child || !this.running) {
      live.delete(this);
      return undefined;
    }
    this.signalGroup('SIGCONT');
    this.signalGroup('SIGTERM');
    const tooLate = new AbortController();
    const inTime = await Promise.race([
      this.ended.then(() => true),
      sleep(graceMs, false, { signal: tooLate.signal }).catch(() => false),
    ]);
    tooLate.abort();
    if (!inTime) {
      this.signalGroup('SIGKILL');
      await this.ended;
    }
    return { code: child.exitCode, signal: child.signalCode };
  }

  /** SIGKILL at once, without waiting for its end. */
  abandon(): void {
    this.stopping = true;
    clearTimeout(this.pendingRestart);
    this.signalGroup('SIGKILL');
  }

  private signalGroup(signal: NodeJS.Signals): void {
    if (!this.pid) return;
    try {
      process.kill(-this.pid, signal);
    } catch (error) {
      // It may have ended between the check and the signal.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  private take(raw: string): void {
    const line = raw.length > LONGEST_LINE ? `${raw.slice(0, LONGEST_LINE)}…` : raw;
    this.lines.push(line);
    if (this.lines.length > LAST_LINES) this.lines.shift();
    this.options.onLine?.(line);
  }

  private onExit(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.stopping || !this.options.restart) {
      live.delete(this);
      return;
    }
    this.deaths = deathsInARow(this.deaths, performance.now() - this.startedAt);
    const restartInMs = restartDelayMs(this.deaths);
    this.options.onEvent?.({ type: 'died', code, signal, restartInMs, lastLines: this.lastLines });
    this.pendingRestart = setTimeout(() => {
      this.start();
      if (this.pid) this.options.onEvent?.({ type: 'restarted', pid: this.pid });
    }, restartInMs);
  }
}
