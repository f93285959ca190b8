import { isTrouble, jsonLine, type LogSource, prettyLine } from './log-line.js';

/** The one stream of the stack: columns for a person on a terminal, JSON lines otherwise. */
export class LogStream {
  private quiet: boolean;
  private readonly write: (line: string) => void;

  /** While it starts, a person sees the progress and what goes wrong; `open` shows all that follows. */
  constructor(
    private readonly terminal: boolean = process.stdout.isTTY ?? false,
    write?: (line: string) => void,
  ) {
    this.quiet = terminal;
    this.write = write ?? ((line) => void process.stdout.write(`${line}\n`));
  }

  /** From now on every line is shown. */
  open(): void {
    this.quiet = false;
  }

  /** A line that a process has written. */
  line(source: LogSource, line: string): void {
    if (!line.trim() || (this.quiet && !isTrouble(line))) return;
    this.write(this.terminal ? prettyLine(source, line, new Date()) : jsonLine(source, line, new Date()));
  }

  /** A warning of the supervisor about a process. */
  warn(source: LogSource, msg: string): void {
    this.line(source, JSON.stringify({ level: 'warn', time: new Date().toISOString(), msg }));
  }

  /** A sentence of the start itself, with more fields for machines. */
  say(msg: string, fields: Record<string, unknown> = {}): void {
    if (this.terminal) this.write(msg);
    else if (msg)
      this.write(
        JSON.stringify({
          service: 'stack',
          level: 'info',
          time: new Date().toISOString(),
          msg: msg.trim(),
          ...fields,
        }),
      );
  }

  /** A finished step, with the time that it took. */
  step(msg: string, tookMs: number): void {
    this.say(`  ${msg.padEnd(58)} ${(tookMs / 1000).toFixed(1).padStart(6)} s`, {
      msg,
      tookMs: Math.round(tookMs),
    });
  }
}
