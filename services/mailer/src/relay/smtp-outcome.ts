import { cleanLine } from '@paperboy/contracts';
import type { Outcome } from '../ledger/outcome.js';
import { GONE_STATUS } from '../ledger/returned.js';

/** The fields of nodemailer's errors that are used. */
export interface SendError {
  code?: string | undefined;
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
}

const ANSWER_CHARACTERS = 160;

/** The outcome that an error of nodemailer means. `begun` says whether any of the message went to the connection. */
export function outcomeOf(error: SendError, begun: boolean): Outcome {
  const reason = error.code ?? 'unknown';
  // With these two codes the number is an answer to this message. With others it may belong to an older answer.
  const answered = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  const code = answered ? error.responseCode : undefined;
  if (code !== undefined && code >= 400 && code < 600) {
    // A relay that refuses the sender or the connection (421) refuses us, not the reader.
    if (error.command === 'MAIL FROM' || code === 421)
      return { kind: 'away', reason: `${error.command} ${code}` };
    if (code < 500) return { kind: 'refused', when: 'later', code };
    const answer = error.response ? { answer: withoutAddresses(error.response) } : {};
    return { kind: 'refused', when: 'never', code, ...meaningOf(error.response), ...answer };
  }
  return begun ? { kind: 'uncertain', reason } : { kind: 'away', reason };
}

/** RFC 3463: 5.1.x is about an address, 5.2.x about a mailbox. Other codes, or none, may be about us. */
function meaningOf(response = ''): { blames: 'recipient' | 'run'; gone?: true } {
  const status = /^5\d\d[ -](5\.[12]\.\d{1,3})\b/.exec(response)?.[1];
  if (status === undefined) return { blames: 'run' };
  return { blames: 'recipient', ...(GONE_STATUS.test(status) ? { gone: true } : {}) };
}

/** Removes addresses from an answer, which often repeats the recipient's. No log may contain an address. */
function withoutAddresses(response: string): string {
  return cleanLine(response.replace(/[^\s<>]+@[^\s<>]+/g, '…')).slice(0, ANSWER_CHARACTERS);
}
