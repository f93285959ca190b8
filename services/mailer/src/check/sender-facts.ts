/** What was seen of the sender's house from outside: nothing here is judged. */
export interface SenderFacts {
  /** The domain of the sender's address, and that of return paths. */
  domain: string;
  returnDomain: string;
  /** Where mails come from, if it is known; `private` is an address that no provider sees. */
  address: { kind: 'public'; ip: string } | { kind: 'private'; ip: string } | { kind: 'unknown' };
  /** The SPF records of the domain of return paths; absent when the DNS could not be asked. */
  spf: { records: readonly string[]; result?: string; comment?: string } | undefined;
  dkim: {
    /** The name of the record. */
    name: string;
    /** Of our own key: what the record has to hold. Absent without a key. */
    wanted?: string;
    records: readonly string[] | undefined;
    /** What a verifier says of a mail that we have signed. */
    result?: string;
    comment?: string;
  };
  /** The DMARC record that counts; undefined when the DNS could not be asked. */
  dmarc: { record: string | undefined; policy?: string; result?: string } | undefined;
  /** The reverse names of the address, each with the addresses that it leads to. */
  reverse: readonly { name: string; leadsTo: readonly string[] }[] | undefined;
  tls: TlsSeen;
  /** The mail servers of the domain of return paths, and whether anything listens for bounces here. */
  bounces: { servers: readonly string[] | undefined; heard: 'listener' | 'provider' | 'nobody' };
  /** Where reports about the domain may go. */
  reportsTo: string;
}

/** How the relay speaks TLS. */
export type TlsSeen =
  | { kind: 'trusted'; host: string }
  | { kind: 'untrusted'; host: string; reason: string }
  | { kind: 'none'; host: string; local: boolean }
  | { kind: 'away'; host: string; reason: string };
