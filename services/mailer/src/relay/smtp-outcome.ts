import { cleanLine } from '@paperboy/contracts';
import type { Outcome } from '../ledger/outcome.js';

/** What nodemailer tells of a failure. */
export interface SendError {
  code?: string | undefined;
  command?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
}

const ANSWER_CHARACTERS = 160;

/** Reads a failure of nodemailer; `begun` says whether any of the message was handed to the connection. */
export function outcomeOf(error: SendError, begun: boolean): Outcome {
  const reason = error.code ?? 'unknown';
  // These two codes stand for an answer to this message; with others the number may be of an older answer.
  const answered = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  const code = answered ? error.responseCode : undefined;
  if (code !== undefined && code >= 400 && code < 600) {
    // A relay that refuses the sender or the connection (421) refuses us and not the reader.
    if (error.command === 'MAIL FROM' || code === 421)
      return { kind: 'away', reason: `${error.command} ${code}` };
    if (code < 500) return { kind: 'refused', when: 'later', code };
    const answer = error.response ? { answer: withoutAddresses(error.response) } : {};
    return { kind: 'refused', when: 'never', code, blames: blamed(error.response), ...answer };
  }
  return begun ? { kind: 'uncertain', reason } : { kind: 'away', reason };
}

/** RFC 3463: 5.1.x is about an address, 5.2.x about a mailbox. All other codes, and answers without a code, may be about us. */
function blamed(response = ''): 'recipient' | 'run' {
  return /^5\d\d[ -]5\.[12]\.\d{1,3}\b/.test(response) ? 'recipient' : 'run';
}

/** Answers often repeat the recipient's address, which no log may hold. */
function withoutAddresses(response: string): string {
  return cleanLine(response.replace(/[^\s<>]+@[^\s<>]+/g, '…')).slice(0, ANSWER_CHARACTERS);
}
