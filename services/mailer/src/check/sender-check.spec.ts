import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, testClock, testStack, uniqueNamespace } from '@paperboy/testing';
import { FakeDns } from '../../test/fake-dns.server.js';
import { type RunningMailer, startMailer } from '../../test/running-mailer.server.js';

const IP = '8.8.8.8';
const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let mailer: RunningMailer;
let dns: FakeDns;
let server: string;
let folder: string;

beforeAll(async () => {
  dns = new FakeDns();
  server = await dns.start();
  folder = await mkdtemp(join(tmpdir(), 'paperboy-key-'));
  await writeFile(join(folder, 'dkim.pem'), privateKey);
  mailer = await startMailer({
    stack: testStack(),
    namespace: uniqueNamespace(),
    clock: testClock('2037-11-22T07:00:00.000Z'),
    relayPort: await freePort(),
    environment: {
      DKIM_KEY_FILE: join(folder, 'dkim.pem'),
      BOUNCE_PORT: String(await freePort()),
      BOUNCE_DOMAIN: 'bounces.papers.example.org',
      MAIL_REPLY_TO: 'editor@papers.example.org',
    },
  });
});
afterAll(async () => {
  await mailer?.stop();
  await dns.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What is found, by part. */
async function found(
  ip: string | undefined = IP,
): Promise<Record<string, { verdict: string; advice: string }>> {
  const query = new URLSearchParams({ dns: server, ...(ip ? { ip } : {}) });
  const { status, body } = await mailer.call('GET', `/internal/mail/check?${query}`, undefined, 'operator');
  expect(status).toBe(200);
  const findings = body.findings as { check: string; verdict: string; advice: string }[];
  return Object.fromEntries(findings.map((one) => [one.check, one]));
}
const verdicts = async (ip?: string) =>
  Object.fromEntries(Object.entries(await found(ip)).map(([check, { verdict }]) => [check, verdict]));

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
    const query = new URLSearchParams({ dns: server });
    const { body } = await mailer.call('GET', `/internal/mail/check?${query}`, undefined, 'operator');
    expect(body).toMatchObject({ address: '127.0.0.1', domain: 'papers.example.org' });
    expect(await verdicts('')).toMatchObject({ 'reverse-name': 'unknown' });
  });

  it('is an operator’s business alone, and takes addresses alone', async () => {
    expect((await mailer.call('GET', '/internal/mail/check')).status).toBe(403);
    for (const query of ['dns=evil.example', 'ip=example.org', 'dns=1.2.3.4:x'])
      expect((await mailer.call('GET', `/internal/mail/check?${query}`, undefined, 'operator')).status).toBe(
        400,
      );
  });
});

function otherKey(): string {
  const { publicKey: other } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return other.export({ type: 'spki', format: 'der' }).toString('base64');
}
