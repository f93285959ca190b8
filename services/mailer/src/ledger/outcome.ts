/**
 * How handing a message to the relay ended.
 * - `accepted`: the relay said 250 to the whole message.
 * - `refused`: the relay said no to this message or its recipient; 4xx (`later`) or 5xx (`never`). `blames` tells of a
 *   5xx whether it names the recipient, or may be meant for all our mails.
 * - `away`: nothing of the message left this process, and the reason lies with the relay or the way to it.
 * - `uncertain`: the message was on its way when the connection went; nobody can know.
 */
export type Outcome =
  | { kind: 'accepted' }
  | { kind: 'refused'; when: 'later'; code: number }
  | { kind: 'refused'; when: 'never'; code: number; blames: 'recipient' | 'run'; answer?: string }
  | { kind: 'away'; reason: string }
  | { kind: 'uncertain'; reason: string };
