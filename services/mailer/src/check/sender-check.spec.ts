import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '@paperboy/platform';
import { freePort, testClock } from '@paperboy/testing';
import { FakeDns } from '../../test/fake-dns.server.js';
import { ScriptedRelay } from '../../test/scripted-relay.server.js';
import { LinkTokens } from '../letter/link-tokens.js';
import { OwnAddresses } from '../letter/own-addresses.js';
import { mailerConfigSchema } from '../mailer.config.js';
import { SenderCheck } from './sender-check.service.js';

const IP = '8.8.8.8';
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

// So long that no test depends on the speed of the machine.
const PATIENCE = { answerMs: 60_000, addressMs: 60_000, lookMs: 60_000 };

let dns: FakeDns;
let server: string;
let relay: ScriptedRelay;
let folder: string;
let check: SenderCheck;

beforeAll(async () => {
  dns = new FakeDns();
  server = await dns.start();
  relay = await new ScriptedRelay(await freePort()).start();
  folder = await mkdtemp(join(tmpdir(), 'paperboy-key-'));
  await writeFile(join(folder, 'dkim.pem'), privateKey);
  const config = mailerConfigSchema.parse({
    SERVICE_SECRET: 's'.repeat(32),
    SMTP_URL: relay.url,
    MAIL_FROM: 'digest@papers.example.org',
    DKIM_KEY_FILE: join(folder, 'dkim.pem'),
    BOUNCE_PORT: '2525',
    BOUNCE_DOMAIN: 'bounces.papers.example.org',
    MAIL_REPLY_TO: 'editor@papers.example.org',
  });
  const addresses = new OwnAddresses(new LinkTokens('s'.repeat(32)), 'bounces.papers.example.org');
  const clock = Object.assign(Object.create(Clock.prototype) as Clock, testClock('2037-11-22T07:00:00.000Z'));
  check = new SenderCheck(config, addresses, clock, PATIENCE);
});
afterAll(async () => {
  await dns.stop();
  await relay.away();
  await rm(folder, { recursive: true, force: true });
});

/** The findings, by part. */
async function found(ip: string | undefined = IP) {
  const { findings } = await check.check({ dns: server, ip });
  return Object.fromEntries(findings.map((one) => [one.check, one]));
}
const verdicts = async (ip?: string) =>
  Object.fromEntries(Object.entries(await found(ip)).map(([part, { verdict }]) => [part, verdict]));

describe('a look at the sender’s domain', () => {
  it('finds all missing in an empty DNS, and says what belongs there', async () => {
    dns.zone = {};
    expect(await verdicts()).toEqual({
      spf: 'bad',
      dkim: 'bad',
      dmarc: 'bad',
      'reverse-name': 'bad',
      tls: 'good',
      bounces: 'bad',
    });
  });

  it('finds all in order when that is there', async () => {
    dns.zone = {};
    const { dkim } = await found();
    const [, record] = /^Put this TXT record at [^"]*"([^"]*)"/.exec(dkim?.advice ?? '') ?? [];
    expect(record).toBe(`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`);
    dns.zone = {
      'TXT bounces.papers.example.org': [`v=spf1 ip4:${IP} -all`, 'another text'],
      'TXT paperboy._domainkey.papers.example.org': [record ?? ''],
      'TXT _dmarc.papers.example.org': ['v=DMARC1; p=quarantine'],
      'MX bounces.papers.example.org': [{ preference: 10, exchange: 'mx.papers.example.org' }],
      'PTR 8.8.8.8.in-addr.arpa': ['mail.papers.example.org'],
      'A mail.papers.example.org': [IP],
    };
    expect(await verdicts()).toEqual({
      spf: 'good',
      dkim: 'good',
      dmarc: 'good',
      'reverse-name': 'good',
      tls: 'good',
      bounces: 'good',
    });
    expect(await verdicts('9.9.9.9')).toMatchObject({
      spf: 'bad',
      dkim: 'good',
      dmarc: 'good',
      'reverse-name': 'bad',
    });
  });

  it('finds a key that is not ours, and a DMARC that then fails', async () => {
    dns.zone = {
      'TXT bounces.papers.example.org': ['v=spf1 -all'],
      'TXT paperboy._domainkey.papers.example.org': [`v=DKIM1; k=rsa; p=${otherKey()}`],
      'TXT _dmarc.papers.example.org': ['v=DMARC1; p=reject'],
    };
    expect(await verdicts()).toMatchObject({ spf: 'bad', dkim: 'bad', dmarc: 'bad' });
  });

  it('says that it can not know from where a relay on this machine sends', async () => {
    dns.zone = {};
    const told = await check.check({ dns: server });
    expect(told).toMatchObject({
      address: '127.0.0.1',
      domain: 'papers.example.org',
      returnDomain: 'bounces.papers.example.org',
    });
    expect(told.findings.find((one) => one.check === 'reverse-name')?.verdict).toBe('unknown');
  });
});

function otherKey(): string {
  const { publicKey: other } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return other.export({ type: 'spki', format: 'der' }).toString('base64');
}
