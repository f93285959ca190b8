import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { MailCheck } from '@paperboy/contracts';
import { type Clock, isPublicAddress } from '@paperboy/platform';
import { authenticate } from 'mailauth';
import type { OwnAddresses } from '../letter/own-addresses.js';
import { dkimKeysOf, type MailerConfig } from '../mailer.config.js';
import { senderDomain, singleLetter } from '../message/single-letter.js';
import { type DkimKey, dkimSigner } from '../relay/signed-letter.composer.js';
import { findingsOf } from './findings.js';
import { NameServer } from './name-server.client.js';
import { relayTls } from './relay-tls.client.js';
import type { DkimSeen, SenderFacts } from './sender-facts.js';

type Address = SenderFacts['address'];

/** The time limits of the check, in milliseconds. */
export interface LookPatience {
  /** For one answer of the DNS, and for resolving the address of the relay. */
  answerMs: number;
  addressMs: number;
  /** For each part. A part that takes longer is reported as unknown, or the relay as not answering. */
  lookMs: number;
}

/** Together less than the five seconds for which the caller waits. */
const DEFAULT_PATIENCE: LookPatience = { answerMs: 700, addressMs: 1_200, lookMs: 3_000 };

/** What an operator may specify, because the mailer can't find it out. */
export interface CheckOptions {
  /** The public address from which the relay sends. */
  ip?: string | undefined;
  /** The DNS server to ask. */
  dns?: string | undefined;
}

/** Checks the sender's domain as a mailbox provider does when a mail of ours arrives. Nothing is sent. */
export class SenderCheck {
  constructor(
    private readonly config: MailerConfig,
    private readonly addresses: OwnAddresses,
    private readonly clock: Clock,
    private readonly patience: LookPatience = DEFAULT_PATIENCE,
  ) {}

  /** The findings of all parts, good or bad, with advice where something must be changed. */
  async check({ ip, dns }: CheckOptions): Promise<MailCheck> {
    const names = new NameServer(dns, this.patience.answerMs);
    const facts = await this.look(names, await this.sendingAddress(names, ip));
    return {
      domain: facts.domain,
      returnDomain: facts.returnDomain,
      address: facts.address.kind === 'unknown' ? null : facts.address.ip,
      findings: findingsOf(facts),
    };
  }

  private async look(names: NameServer, address: Address): Promise<SenderFacts> {
    const domain = senderDomain(this.config);
    const { domain: returnDomain } = this.addresses;
    const ip = address.kind === 'public' ? address.ip : undefined;
    const { DKIM_FURTHER_KEYS: further = [], DKIM_SELECTOR: selector, DKIM_KEY_FILE: pem } = this.config;
    const signers = [{ domain, selector, ...(pem === undefined ? {} : { privateKey: pem }) }, ...further];
    const { host } = new URL(this.config.SMTP_URL);
    const { lookMs } = this.patience;
    const [seen, texts, keys, reverse, servers, tls] = await Promise.all([
      within(lookMs, this.asReceived(names, ip)),
      within(lookMs, names.texts(returnDomain)),
      Promise.all(signers.map((signer) => within(lookMs, names.texts(keyName(signer))))),
      ip === undefined ? undefined : within(lookMs, reverseNames(names, ip)),
      within(lookMs, names.mailServers(returnDomain)),
      within(lookMs, relayTls(this.config.SMTP_URL, lookMs)),
    ]);
    const [own, ...others] = signers.map((signer, index): DkimSeen => {
      const { privateKey } = signer;
      const signature = seen?.dkim.results.find(
        (result) => result.signingDomain === signer.domain && result.selector === signer.selector,
      );
      return {
        name: keyName(signer),
        records: seen && keys[index],
        ...(privateKey === undefined
          ? {}
          : { wanted: wantedKey(privateKey), ...resultOf(signature?.status) }),
      };
    });
    if (own === undefined) throw new Error('The sender’s own domain is always looked at.');
    return {
      domain,
      returnDomain,
      address,
      spf: seen &&
        texts && {
          records: texts.filter((text) => /^v=spf1(\s|$)/i.test(text)),
          ...resultOf(seen?.spf ? seen.spf.status : undefined),
        },
      dkim: own,
      furtherDkim: others,
      dmarc: seen && dmarcOf(seen.dmarc),
      reverse,
      tls: tls ?? { kind: 'away', host, reason: 'it did not answer in time' },
      bounces: { servers, heard: this.heard() },
      reportsTo: this.config.MAIL_REPLY_TO ?? `postmaster@${domain}`,
    };
  }

  /** Composes a mail like all of ours, and verifies it as a provider would. */
  private async asReceived(names: NameServer, ip: string | undefined) {
    const domain = senderDomain(this.config);
    const returnPath = `bounce@${this.addresses.domain}`;
    const written = { to: 'reader@example.org', subject: 'A check', html: '<p>A check</p>', text: 'A check' };
    const letter = await singleLetter(this.config, written, {
      id: `check.${randomUUID()}`,
      returnPath,
      date: this.clock.now(),
    });
    const keys = dkimKeysOf(this.config);
    const message = keys.length > 0 ? await dkimSigner(keys)(letter.bytes) : letter.bytes;
    return authenticate(message, {
      ...(ip === undefined ? {} : { ip }),
      helo: domain,
      sender: returnPath,
      mta: 'check.invalid',
      resolver: names.ask,
      disableArc: true,
      disableBimi: true,
    });
  }

  private async sendingAddress(names: NameServer, said: string | undefined): Promise<Address> {
    const host = new URL(this.config.SMTP_URL).hostname.replace(/^\[|\]$/g, '');
    const [ip] =
      said !== undefined
        ? [said]
        : isIP(host)
          ? [host]
          : ((await within(this.patience.addressMs, names.addresses(host))) ?? []);
    if (ip === undefined) return { kind: 'unknown' };
    return { kind: isPublicAddress(ip) ? 'public' : 'private', ip };
  }

  private heard(): SenderFacts['bounces']['heard'] {
    if (this.config.BOUNCE_PORT !== undefined) return 'listener';
    return this.config.SES_TOPIC_ARN === undefined ? 'nobody' : 'provider';
  }
}

/** The result, or undefined when it takes longer than `ms`. */
async function within<Seen>(ms: number, look: Promise<Seen>): Promise<Seen | undefined> {
  const done = new AbortController();
  try {
    return await Promise.race([look, wait(ms, undefined, { signal: done.signal })]);
  } finally {
    done.abort();
  }
}

/** The reverse names of an address, each with its addresses. Undefined when the DNS could not be asked. */
async function reverseNames(names: NameServer, ip: string): Promise<SenderFacts['reverse']> {
  const found = await names.names(ip);
  if (found === undefined) return undefined;
  const few = found.slice(0, 5);
  return Promise.all(few.map(async (name) => ({ name, leadsTo: (await names.addresses(name)) ?? [] })));
}

/** The name of the DKIM record of a key. */
function keyName({ domain, selector }: Pick<DkimKey, 'domain' | 'selector'>): string {
  return `${selector}._domainkey.${domain}`;
}

/** The DKIM record that a key of ours needs. */
function wantedKey(privateKey: string): string {
  const key = createPublicKey(createPrivateKey(privateKey)).export({ type: 'spki', format: 'der' });
  return `v=DKIM1; k=rsa; p=${key.toString('base64')}`;
}

function resultOf(status: { result: string; comment?: string | false | undefined } | undefined) {
  return status === undefined
    ? {}
    : { result: status.result, ...(status.comment ? { comment: status.comment } : {}) };
}

type Verified = Awaited<ReturnType<typeof authenticate>>;

function dmarcOf(seen: Verified['dmarc']): SenderFacts['dmarc'] {
  if (!seen || seen.status.result === 'temperror') return undefined;
  const { rr, policy, status } = seen;
  return { record: rr, ...(policy ? { policy } : {}), result: status.result };
}
