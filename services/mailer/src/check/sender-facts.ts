/** The facts about the sender's domain and relay, as seen from outside. They hold no judgement. */
export interface SenderFacts {
  /** The domain of the sender's address, and that of return paths. */
  domain: string;
  returnDomain: string;
  /** The sending address, if it is known. `private` is an address that no provider sees. */
  address: { kind: 'public'; ip: string } | { kind: 'private'; ip: string } | { kind: 'unknown' };
  /** The SPF records of the domain of return paths; absent when the DNS could not be asked. */
  spf: { records: readonly string[]; result?: string; comment?: string } | undefined;
  dkim: DkimSeen;
  /** The same for each further domain that signs. */
  furtherDkim: readonly DkimSeen[];
  /** The DMARC record that counts; undefined when the DNS could not be asked. */
  dmarc: { record: string | undefined; policy?: string; result?: string } | undefined;
  /** The reverse names of the address, each with its addresses. Undefined when they could not be found out. */
  reverse: readonly { name: string; leadsTo: readonly string[] }[] | undefined;
  tls: TlsSeen;
  /** The mail servers of the domain of return paths, and how this mailer receives bounces. */
  bounces: { servers: readonly string[] | undefined; heard: 'listener' | 'provider' | 'nobody' };
  /** An address for reports about the domain. */
  reportsTo: string;
}

/** How the relay speaks TLS. */
export type TlsSeen =
  | { kind: 'trusted'; host: string }
  | { kind: 'untrusted'; host: string; reason: string }
  | { kind: 'none'; host: string; local: boolean }
  | { kind: 'away'; host: string; reason: string };

/** The key of a domain in the DNS, and a signature by it. */
export interface DkimSeen {
  /** The name of the record. */
  name: string;
  /** The record that our own key needs. Absent without a key. */
  wanted?: string;
  records: readonly string[] | undefined;
  /** What a verifier says of a mail that we have signed. */
  result?: string;
  comment?: string;
}
