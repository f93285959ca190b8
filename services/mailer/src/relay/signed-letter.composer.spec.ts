import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { freePort } from '@paperboy/testing';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { ScriptedRelay } from '../../test/scripted-relay.server.js';
import type { Outcome } from '../ledger/outcome.js';
import { SharedLetter } from '../letter/letter.composer.js';
import { Postbox } from './postbox.transport.js';
import { dkimSigner, type Sign } from './signed-letter.composer.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const OWN_KEY = { domain: 'example.org', selector: 'autumn', privateKey: pem };
const sign = dkimSigner([OWN_KEY]);

async function letter(): Promise<Buffer> {
  const sender = {
    PUBLICATION_NAME: 'Päperboy',
    MAIL_FROM: 'digest@example.org',
    MAIL_REPLY_TO: 'editor@example.org',
    PUBLIC_URL: 'https://papers.example.org',
  };
  const shared = await SharedLetter.compose(sender, {
    subject: 'Größe und ∞',
    html: '<p>Übung</p>',
    text: 'Übung\n',
    headers: { 'List-Id': '<day.example.org>', 'Feedback-ID': 'day:digest:paperboy' },
  });
  return shared.addressed({
    returnPath: 'bounce+x@example.org',
    to: 'ada@example.net',
    messageId: '<x@example.org>',
    date: new Date('2026-11-22T08:00:00Z'),
    tokens: {},
    headers: {
      'List-Unsubscribe': '<https://papers.example.org/u/x>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  }).bytes;
}

/** The header fields that the signature of a message names, with colons between them. */
function fieldsOf(message: Buffer): string {
  const [signature = ''] = message
    .toString('latin1')
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n', 1);
  return (/ h=([^;]*)/.exec(signature)?.[1] ?? '').toLowerCase();
}

/** The check of a signature as a mailbox provider does it: its result, its domain, and the fields that it covers. */
async function verified(message: Buffer): Promise<{ result: string; domain: string; fields: string }> {
  const { results } = await dkimVerify(message, {
    curTime: new Date('2026-11-22T09:00:00Z'),
    resolver: async (name: string) => (name === 'autumn._domainkey.example.org' ? [[record]] : []),
  });
  const [found] = results;
  return {
    result: found?.status.result ?? 'none',
    domain: found?.signingDomain ?? '',
    fields: fieldsOf(message),
  };
}

describe('a signed letter', () => {
  it('is one whose signature a mailbox provider finds right, with all that one click needs', async () => {
    const { result, domain, fields } = await verified(await sign(await letter()));
    expect([result, domain]).toEqual(['pass', 'example.org']);
    for (const field of ['from', 'to', 'subject', 'reply-to', 'list-unsubscribe', 'list-unsubscribe-post'])
      expect(fields.split(':').map((name) => name.trim())).toContain(field);
  });

  it.each([
    ['Subject', 'To: ada@example.net', 'To: eve@example.net'],
    ['body', '=C3=9Cbung', '=C3=9Cbungen'],
    ['way out', '/u/x>', '/u/y>'],
  ])('is not right any more when its %s was changed on the way', async (_what, from, to) => {
    const message = (await sign(await letter())).toString('latin1');
    expect(message).toContain(from);
    expect((await verified(Buffer.from(message.replace(from, to), 'latin1'))).result).not.toBe('pass');
  });

  it('has the signature of each domain that has a key, and each is right', async () => {
    const relayKey = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const privatePem = relayKey.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const signed = await dkimSigner([
      OWN_KEY,
      { domain: 'relay.example.net', selector: 's1', privateKey: privatePem },
    ])(await letter());
    const relayRecord = `v=DKIM1; k=rsa; p=${relayKey.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
    const records: Record<string, string> = {
      'autumn._domainkey.example.org': record,
      's1._domainkey.relay.example.net': relayRecord,
    };
    const { results } = await dkimVerify(signed, {
      curTime: new Date('2026-11-22T09:00:00Z'),
      resolver: async (name: string) => (records[name] === undefined ? [] : [[records[name]]]),
    });
    expect(results.map(({ signingDomain, status }) => [signingDomain, status.result]).sort()).toEqual([
      ['example.org', 'pass'],
      ['relay.example.net', 'pass'],
    ]);
  });

  it('keeps every byte of the letter behind its signature', async () => {
    const plain = await letter();
    const signed = await sign(plain);
    expect(signed.subarray(signed.length - plain.length).equals(plain)).toBe(true);
    expect(signed.toString('latin1')).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed;/);
  });

  it('is what the relay is handed', async () => {
    const relay = await new ScriptedRelay(await freePort()).start();
    expect(await handedTo(relay, sign)).toEqual({ kind: 'accepted' });
    const raw = `${relay.taken[0]?.raw}\r\n`;
    expect((await verified(Buffer.from(raw, 'latin1'))).result).toBe('pass');
    await relay.away();
  });

  it('that fails keeps the letter here, to be tried again', async () => {
    const relay = await new ScriptedRelay(await freePort()).start();
    const broken = async () => {
      throw new Error('The key can not be read.');
    };
    expect(await handedTo(relay, broken)).toEqual({ kind: 'away', reason: 'unknown' });
    expect(relay.arrived).toEqual([]);
    await relay.away();
  });
});

async function handedTo(relay: ScriptedRelay, signer: Sign): Promise<Outcome> {
  const postbox = new Postbox(relay.url, 1, signer);
  const bytes = await letter();
  try {
    return await postbox.lend(async (line) => {
      const connected = await line();
      if ('away' in connected) throw new Error(connected.away);
      return connected.send({
        returnPath: 'bounce+x@example.org',
        to: 'ada@example.net',
        messageId: '<x>',
        bytes,
      });
    });
  } finally {
    postbox.close();
  }
}
