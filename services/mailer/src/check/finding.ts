import type { MailCheck } from '@paperboy/contracts';

/** What one look at the sender's house found. */
export type Finding = MailCheck['findings'][number];

/** What is told of one part of it. */
export function finding(
  check: Finding['check'],
  verdict: Finding['verdict'],
  found: string,
  advice: string | null = null,
): Finding {
  return { check, verdict, found, advice };
}
