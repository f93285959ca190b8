import { countOf, durationOf } from '../progress/progress.js';
import { refusals } from '../source/snapshot.js';
import type { ImportOutcome } from './file-import.service.js';

/** The counts at the end, in words. */
export function summaryOf(outcome: ImportOutcome, seconds: number): string[] {
  const row = (name: string, count: number, why = '') =>
    `  ${name.padEnd(10)}${countOf(count).padStart(12)}${why}`;
  const lines = [
    `${outcome.file} is imported, in ${durationOf(seconds)}.`,
    row('read', outcome.read),
    row('new', outcome.new),
    row('changed', outcome.changed),
    row('unchanged', outcome.unchanged),
    row('refused', outcome.refused, outcome.refusedFile ? `  (they are in ${outcome.refusedFile})` : ''),
  ];
  for (const [code, count] of Object.entries(outcome.refusedByCode)) {
    lines.push(`    ${countOf(count).padStart(8)}  ${code}: ${refusals[code as keyof typeof refusals]}`);
  }
  if (outcome.parked > 0) {
    lines.push(row('parked', outcome.parked, '  (npx paperboy dead-letters list --service catalog)'));
  }
  return lines;
}
