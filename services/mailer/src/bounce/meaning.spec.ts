import { describe, expect, it } from '@jest/globals';
import { complaint, deliveryReport, failed, HOLIDAY, letter, TEXT_ONLY } from '../../test/bounces.js';
import { readMail } from './incoming-mail.js';
import { asksToLeave, meaningOf } from './meaning.js';

/** The report with its machine-readable part in another encoding. */
function encodedReport(report: string, encoding: 'base64' | 'quoted-printable'): string {
  const head = 'Content-Type: message/delivery-status\r\n';
  const from = report.indexOf(head) + head.length;
  const to = report.indexOf('\r\n\r\n--B0UND\r\nContent-Type: text/rfc822-headers');
  const text = report.slice(from, to).trim();
  const written =
    encoding === 'base64'
      ? Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n')
      : text.replaceAll('=', '=3D').replace('Status: 5', 'Stat=\r\nus: 5');
  return `${report.slice(0, from)}Content-Transfer-Encoding: ${encoding}\r\n\r\n${written}${report.slice(to)}`;
}

/** The meaning of a mail about our mail to `address`. The envelope's sender is empty, as for reports, unless given. */
async function meaning(text: string, { address, from = '' }: { address?: string; from?: string } = {}) {
  const mail = await readMail(Buffer.from(text));
  if (!mail) throw new Error('The mail can not be read.');
  return meaningOf(mail, { from, address });
}
const as = async (text: string, address?: string) => {
  const told = await meaning(text, address === undefined ? {} : { address });
  return told.kind === 'report' ? told.as : told.kind;
};

describe('a delivery report', () => {
  it.each([
    ['5.1.1', '550 5.1.1 user unknown', 'hard'],
    ['5.1.2', '550 no such domain', 'hard'],
    ['5.1.10', '556 5.1.10 null MX', 'hard'],
    ['5.2.1', '550 5.2.1 account disabled', 'hard'],
    ['5.4.4', 'Host or domain name not found. Name service error for name=gone.example type=A', 'hard'],
    ['5.4.4', 'unable to route now', 'soft'],
    ['5.4.310', '550 5.4.310 DNS domain gone.example does not exist', 'hard'],
    ['5.2.2', '552 5.2.2 mailbox full', 'soft'],
    ['4.4.7', '421 4.4.7 gave up after five days', 'soft'],
    ['5.0.0', '552 Quota exceeded (mailbox for user is full)', 'soft'],
    ['5.0.0', '550 no such user here', 'hard'],
    ['5.0.0', '550 5.1.1 rejected', 'hard'],
    ['5.0.0', '550 no', 'soft'],
    ['5.0.0', '550 blocked by our spam policy: user unknown to us as a correspondent', 'blocked'],
    ['5.7.1', '550 5.7.1 message rejected as spam', 'blocked'],
    ['5.7.26', '550 5.7.26 unauthenticated; the user does not exist in SPF', 'blocked'],
    [undefined, '550 5.1.1 user unknown', 'hard'],
    [undefined, '550 user unknown', 'unknown'],
    ['nonsense', 'mailbox full', 'unknown'],
  ])('with status %s and answer "%s" is %s', async (status, diagnostic, verdict) => {
    expect(await as(failed(status, diagnostic))).toBe(verdict);
  });

  it.each([
    ['delayed', 'delayed'],
    ['delivered', 'delivered'],
    ['relayed', 'delivered'],
    ['expanded', 'delivered'],
    ['odd', 'unknown'],
  ])('that says %s is %s, whatever its status', async (action, verdict) => {
    const report = deliveryReport([{ final: 'rfc822; reader@example.com', action, status: '5.1.1' }]);
    expect(await as(report)).toBe(verdict);
  });

  it('tells the status', async () => {
    expect(await meaning(failed('5.1.1 (bad mailbox)', '550 no'))).toEqual({
      kind: 'report',
      as: 'hard',
      status: '5.1.1',
    });
  });

  it('of several recipients is about the one that the mail went to, and else about nobody', async () => {
    const report = deliveryReport([
      { final: 'rfc822; Ada@Example.org', action: 'delivered', status: '2.0.0' },
      { final: 'rfc822; bob@example.org', action: 'failed', status: '5.1.1' },
    ]);
    expect(await as(report, 'ada@example.org')).toBe('delivered');
    expect(await as(report, 'bob@example.org')).toBe('hard');
    expect(await as(report, 'emmy@example.org')).toBe('unknown');
    expect(await as(report)).toBe('unknown');
  });

  it('knows recipients in UTF-8, as they are and as they are written in ASCII', async () => {
    for (const final of ['utf-8; jörg@bücher.example', 'utf-8; j\\x{F6}rg@xn--bcher-kva.example']) {
      const report = deliveryReport(
        [
          { final: 'rfc822; bob@example.org', action: 'delivered', status: '2.0.0' },
          { final, action: 'failed', status: '5.1.1' },
        ],
        { global: true },
      );
      expect(await as(report, 'jörg@xn--bcher-kva.example')).toBe('hard');
    }
  });

  it('of several recipients with the same address in other letters, and of one without a status, is no error', async () => {
    const report = deliveryReport([
      { final: 'rfc822; <READER@example.org>', action: 'failed' },
      { final: 'rfc822; bob@example.org', action: 'failed', status: '5.1.1' },
    ]);
    expect(await as(report, 'reader@example.org')).toBe('unknown');
  });

  it.each(['base64', 'quoted-printable'] as const)(
    'is read in %s, and within another mail',
    async (encoding) => {
      const report = failed('5.1.1', '550 5.1.1 user unknown = gone');
      const encoded = encodedReport(report, encoding);
      expect(encoded).not.toContain('Status: 5.1.1\r\n');
      expect(await as(encoded)).toBe('hard');
      const [, boundary = ''] = /boundary="(\w+)"/.exec(report) ?? [];
      const within = report.slice(report.indexOf('Content-Type: multipart/report'));
      const list = ['From: MAILER-DAEMON@list.example', 'Content-Type: multipart/mixed; boundary="L1ST"', ''];
      const footer = ['', '--L1ST', 'Content-Type: text/plain', '', 'The foot of a list.', '--L1ST--', ''];
      expect(boundary).not.toBe('');
      expect(await as([...list, '--L1ST', within, ...footer].join('\r\n'))).toBe('hard');
    },
  );

  it('without a recipient says nothing, and neither does one that can not be read', async () => {
    expect(await as(deliveryReport([]))).toBe('unknown');
    expect(await readMail(Buffer.from(`X: ${'x'.repeat(300_000)}\r\n\r\n`))).toBeUndefined();
  });
});

describe('what is no delivery report', () => {
  it('is a complaint when it says so in ARF', async () => {
    expect(await as(complaint())).toBe('complaint');
    expect(await as(complaint('Opt-Out'))).toBe('complaint');
    expect(await as(complaint('not-spam'))).toBe('unknown');
    // Of two types in one report the first counts.
    expect(await as(complaint('not-spam\r\nFeedback-Type: abuse'))).toBe('unknown');
    expect(await as(complaint('virus'))).toBe('unknown');
    expect(await as(complaint('auth-failure'))).toBe('unknown');
  });

  it('is an unknown bounce when a postmaster writes it in words, and nothing when a holiday does', async () => {
    expect(await as(TEXT_ONLY)).toBe('unknown');
    expect(await as(HOLIDAY)).toBe('automatic');
    expect((await meaning(HOLIDAY, { from: 'reader@example.de' })).kind).toBe('automatic');
  });

  it('is a letter when a person writes it', async () => {
    expect((await meaning(letter('Hello', 'user unknown'), { from: 'ada@example.org' })).kind).toBe('letter');
  });
});

describe('a mail that no server sends', () => {
  it('is not read when it has more parts than any letter', async () => {
    const many = (parts: number) =>
      Buffer.from(
        [
          'From: ada@example.org',
          'Content-Type: multipart/mixed; boundary="B"',
          '',
          ...Array.from({ length: parts }, (_, nth) => `--B\r\nContent-Type: text/plain\r\n\r\nPart ${nth}.`),
          '--B--',
          '',
        ].join('\r\n'),
      );
    expect((await readMail(many(400)))?.text).toContain('Part 399.');
    expect(await readMail(many(10_000))).toBeUndefined();
  });
});

describe('a letter', () => {
  it.each([
    ['unsubscribe', '', true],
    ['Re: Today’s papers', 'Unsubscribe.', true],
    ['RE: AW: Unsubscribe', 'sent from my phone', true],
    ['', '', true],
    ['Re: Today’s papers', 'How do I unsubscribe?', false],
    ['Re: How to unsubscribe users', 'A fine paper.', false],
    ['Hello', '> unsubscribe', false],
  ])('with subject "%s" and text "%s" asks for an end: %s', async (subject, text, asks) => {
    const mail = await readMail(Buffer.from(letter(subject, text)));
    expect(mail && asksToLeave(mail)).toBe(asks);
  });
});
