/**
 * How handing a message to the relay ended.
 * - `accepted`: the relay said 250 to the whole message.
 * - `refused`: the relay said no to this message or its recipient; 4xx (`later`) or 5xx (`never`).
 * - `away`: nothing of the message left this process, and the reason lies with the relay or the way to it.
 * - `uncertain`: the message was on its way when the connection went; nobody can know.
 */
export type Outcome =
  | { kind: 'accepted' }
  | { kind: 'refused'; when: 'later' | 'never'; code: number }
  | { kind: 'away'; reason: string }
  | { kind: 'uncertain'; reason: string };

/** What nodemailer tells of a failure. */
export interface SendError {
  code?: string | undefined;
  command?: string | undefined;
  responseCode?: number | undefined;
}

/** Reads a failure of nodemailer; `begun` says whether any of the message was handed to the connection. */
export function outcomeOf(error: SendError, begun: boolean): Outcome {
  const reason = error.code ?? 'unknown';
  // These two codes stand for an answer to this message; with others the number may be of an older answer.
  const answered = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  const code = answered ? error.responseCode : undefined;
  if (code !== undefined && code >= 400 && code < 600) {
    // Who refuses the sender, or the connection (421), refuses us and not the reader.
    if (error.command === 'MAIL FROM' || code === 421)
      return { kind: 'away', reason: `${error.command} ${code}` };
    return { kind: 'refused', when: code < 500 ? 'later' : 'never', code };
  }
  return begun ? { kind: 'uncertain', reason } : { kind: 'away', reason };
}
