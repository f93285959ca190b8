/**
 * How handing a message to the relay ended.
 * - `accepted`: the relay said 250 to the whole message.
 * - `refused`: the relay refused this message or its recipient, by 4xx (`later`) or 5xx (`never`). `blames` says
 *   whether a 5xx names the recipient, or may concern all mails of the run. `gone` says that the address will never
 *   take a mail.
 * - `away`: nothing of the message left this process, because of the relay or the connection to it.
 * - `uncertain`: the connection was lost while the message was on its way, so it is not known whether the relay took
 *   it.
 */
export type Outcome =
  | { kind: 'accepted' }
  | { kind: 'refused'; when: 'later'; code: number }
  | {
      kind: 'refused';
      when: 'never';
      code: number;
      blames: 'recipient' | 'run';
      gone?: boolean;
      answer?: string;
    }
  | { kind: 'away'; reason: string }
  | { kind: 'uncertain'; reason: string };
