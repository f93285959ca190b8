import { describe, expect, it } from '@jest/globals';
import { findingsOf } from './findings.js';
import { mailCheckLines } from './mail-check.command.js';
import type { SenderFacts } from './sender-facts.js';

const good: SenderFacts = {
  domain: 'example.org',
  returnDomain: 'bounces.example.org',
  address: { kind: 'public', ip: '8.8.8.8' },
  spf: { records: ['v=spf1 ip4:8.8.8.8 -all'], result: 'pass' },
  dkim: {
    name: 'paperboy._domainkey.example.org',
    wanted: 'v=DKIM1; k=rsa; p=AAAA',
    records: ['x'],
    result: 'pass',
  },
  furtherDkim: [],
  dmarc: { record: 'v=DMARC1; p=quarantine', policy: 'quarantine', result: 'pass' },
  reverse: [{ name: 'mail.example.org', leadsTo: ['8.8.8.8'] }],
  tls: { kind: 'trusted', host: 'smtp.example.org' },
  bounces: { servers: ['mx.example.org'], heard: 'listener' },
  reportsTo: 'postmaster@example.org',
};
const of = (check: string, differs: Partial<SenderFacts>) =>
  findingsOf({ ...good, ...differs }).find((one) => one.check === check);

describe('the sender’s house', () => {
  it('is in order', () => {
    expect(findingsOf(good).map(({ verdict, advice }) => [verdict, advice])).toEqual(
      Array.from({ length: 6 }, () => ['good', null]),
    );
  });

  it('has a finding for each further domain that signs', () => {
    const relay = { ...good.dkim, name: 's1._domainkey.relay.example.net' };
    const of = (records: string[]) =>
      findingsOf({ ...good, furtherDkim: [{ ...relay, records, result: records.length ? 'pass' : 'none' }] })
        .filter(({ check }) => check === 'dkim')
        .map(({ verdict, found }) => [verdict, found.includes(relay.name)]);
    expect(of(['x'])).toEqual([
      ['good', false],
      ['good', true],
    ]);
    expect(of([])).toEqual([
      ['good', false],
      ['bad', true],
    ]);
  });

  it('that can not be seen is neither good nor bad', () => {
    const unseen = findingsOf({
      ...good,
      spf: undefined,
      dkim: { name: good.dkim.name, records: undefined },
      dmarc: undefined,
      reverse: undefined,
      tls: { kind: 'away', host: 'smtp.example.org', reason: 'ECONNREFUSED' },
      bounces: { servers: undefined, heard: 'listener' },
    });
    expect(unseen.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 6 }, () => 'unknown'));
    const noAddress = { address: { kind: 'unknown' } } as const;
    expect([of('spf', noAddress)?.verdict, of('reverse-name', noAddress)?.verdict]).toEqual([
      'unknown',
      'unknown',
    ]);
  });

  it.each<[string, Partial<SenderFacts>, RegExp]>([
    ['spf', { spf: { records: [] } }, /TXT record at bounces\.example\.org: "v=spf1 ip4:8\.8\.8\.8 -all"/],
    ['spf', { spf: { records: ['v=spf1 mx -all', 'v=spf1 a -all'] } }, /one of them/],
    ['spf', { spf: { records: ['v=spf1 mx ~all'], result: 'softfail' } }, /"v=spf1 mx ip4:8\.8\.8\.8 ~all"/],
    ['spf', { spf: { records: ['v=spf1 mx'], result: 'neutral' } }, /"v=spf1 mx ip4:8\.8\.8\.8"/],
    ['spf', { spf: { records: ['v=spf1 x'], result: 'permerror', comment: 'unknown x' } }, /ten other names/],
    ['dkim', { dkim: { ...good.dkim, records: [], result: 'neutral' } }, /"v=DKIM1; k=rsa; p=AAAA"/],
    ['dkim', { dkim: { ...good.dkim, result: 'fail', comment: 'bad signature' } }, /Take other keys away/],
    [
      'dmarc',
      { dmarc: { record: undefined, result: 'none' } },
      /_dmarc\.example\.org: "v=DMARC1; p=none; rua=mailto:postmaster@example\.org"/,
    ],
    [
      'dmarc',
      { dmarc: { record: 'v=DMARC1; p=reject', policy: 'reject', result: 'fail' } },
      /Mend SPF or DKIM/,
    ],
    ['reverse-name', { reverse: [] }, /PTR record/],
    [
      'reverse-name',
      { reverse: [{ name: 'host.example.net', leadsTo: ['8.8.4.4'] }] },
      /A record at host\.example\.net/,
    ],
    [
      'tls',
      { tls: { kind: 'untrusted', host: 'h', reason: 'self-signed certificate' } },
      /certificate for its name/,
    ],
    ['tls', { tls: { kind: 'none', host: 'h', local: false } }, /STARTTLS/],
    ['bounces', { bounces: { servers: [], heard: 'listener' } }, /MX record at bounces\.example\.org/],
  ])('is told what to do about %s in %j', (check, differs, advice) => {
    expect(of(check, differs)).toMatchObject({ verdict: 'bad', advice: expect.stringMatching(advice) });
  });

  it('is only advised where nothing is wrong', () => {
    expect(of('dkim', { dkim: { name: 'n', records: [] } })?.verdict).toBe('warning');
    expect(of('bounces', { bounces: { servers: [], heard: 'nobody' } })?.verdict).toBe('warning');
    expect(of('bounces', { bounces: { servers: [], heard: 'provider' } })?.verdict).toBe('good');
    expect(of('tls', { tls: { kind: 'none', host: 'localhost', local: true } })?.verdict).toBe('good');
    const early = { dmarc: { record: 'v=DMARC1; p=none', policy: 'none', result: 'pass' } };
    expect(of('dmarc', early)).toMatchObject({
      verdict: 'good',
      advice: expect.stringContaining('quarantine'),
    });
  });

  it('has one name for each spelling of an address of IPv6', () => {
    const six = {
      address: { kind: 'public', ip: '2a00:1450:4001:0:0:0:0:5' },
      reverse: [{ name: 'mail.example.org', leadsTo: ['2a00:1450:4001::5'] }],
    } as const;
    expect(of('reverse-name', six)?.verdict).toBe('good');
  });

  it('is told line by line, with the advice below', () => {
    const told = mailCheckLines({
      domain: 'example.org',
      returnDomain: 'example.org',
      address: '8.8.8.8',
      findings: findingsOf({ ...good, reverse: [] }),
    });
    expect(told[0]).toBe('Mails of example.org with return paths at example.org, from 8.8.8.8:');
    expect(told).toContain(
      '  BAD  reverse-name 8.8.8.8 has no reverse name, and many providers refuse mail from such.',
    );
    expect(told.find((line) => /^ {20}Have the provider/.test(line))).toBeDefined();
  });
});
