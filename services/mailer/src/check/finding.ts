import type { MailCheck } from '@paperboy/contracts';

/** The result of one check of the sender's domain or relay. */
export type Finding = MailCheck['findings'][number];

/** Makes a finding. `advice` says what to change. */
export function finding(
  check: Finding['check'],
  verdict: Finding['verdict'],
  found: string,
  advice: string | null = null,
): Finding {
  return { check, verdict, found, advice };
}
