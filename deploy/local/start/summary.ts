import type { RunFile } from '../machine/run-file.js';
import type { Sample } from './sample.js';

/** The content of the last lines of a start. */
export interface SummaryInput {
  addresses: Record<string, string>;
  publicUrl?: string;
  mailboxPage?: string;
  sample?: Sample;
  /** Categories whose new papers are read from arXiv. Empty for none. */
  submitFrom?: string;
  firstPageMs?: number;
  memoryBytes: number;
}

/** A table of names and addresses, one a line. */
export function addressTable(addresses: Record<string, string>): string[] {
  const width = Math.max(...Object.keys(addresses).map((name) => name.length)) + 2;
  return Object.entries(addresses).map(([name, address]) => `  ${name.padEnd(width)}${address}`);
}

/** The last lines of a start: the addresses, three things to try, the time of the first page, and the memory. */
export function summary(input: SummaryInput): string[] {
  const { publicUrl, sample, mailboxPage } = input;
  const tries: string[] = [];
  if (publicUrl) {
    tries.push(
      sample?.signInUrl
        ? `Sign in as a sample reader (this link works once, within an hour): ${sample.signInUrl}`
        : `Look at the day's papers: ${publicUrl}`,
    );
    tries.push(`Vote for a paper of the day: ${publicUrl}`);
    if (mailboxPage) {
      tries.push(
        sample?.digestSubject
          ? `Read the digest "${sample.digestSubject}" in the mailbox: ${mailboxPage}`
          : `Subscribe on the page, and confirm in the mailbox: ${mailboxPage}`,
      );
    }
  }
  const figures = [
    ...(input.firstPageMs ? [`first page after ${(input.firstPageMs / 1000).toFixed(1)} s`] : []),
    `memory of all processes ${Math.round(input.memoryBytes / 1_000_000)} MB`,
  ];
  return [
    '',
    'It runs:',
    ...addressTable(input.addresses),
    '',
    ...(tries.length
      ? ['Three things to try:', ...tries.map((line, index) => `  ${index + 1}. ${line}`), '']
      : []),
    ...(publicUrl && input.submitFrom
      ? [
          `New papers of ${input.submitFrom} come from arXiv within minutes, when it can be reached (SUBMIT_FROM).`,
          '',
        ]
      : []),
    `${figures.join(', ')}. Ctrl-C stops everything.`.replace(/^./, (letter) => letter.toUpperCase()),
    '',
  ];
}

/** The message of a second start. */
export function alreadyRunning(file: RunFile): string[] {
  const state = file.phase === 'running' ? 'runs' : 'is starting';
  return [
    `A stack ${state} here already: process ${file.pid}, since ${file.startedAt}.`,
    ...(Object.keys(file.addresses).length ? addressTable(file.addresses) : []),
    'Stop it with Ctrl-C in its terminal; another one beside it needs its own PAPERBOY_DATA and ports.',
  ];
}
