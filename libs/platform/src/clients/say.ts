import { forTerminal, jsonForTerminal } from '../text/terminal.js';

// Commands print through these functions only, so that names and titles can't steer a terminal.

/** Prints a line of a command's result. */
export function say(line: string): void {
  process.stdout.write(`${forTerminal(line)}\n`);
}

/** Prints a command's result for machines, on one line unless it is indented. */
export function sayJson(value: unknown, indent = 0): void {
  process.stdout.write(`${jsonForTerminal(value, indent)}\n`);
}

/** Prints a line that is not part of the result, on standard error. */
export function remark(line: string): void {
  process.stderr.write(`${forTerminal(line)}\n`);
}
