import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LetterAddressing, SETTINGS_PLACE, SharedLetter, TOKEN_PLACE } from './letter.composer.js';
import { ACCENT, Button, DARK_ACCENT, mailDocument } from './mail-frame.template.js';

const sender = {
  PUBLICATION_NAME: 'Päperboy',
  MAIL_FROM: 'digest@example.org',
  PUBLIC_URL: 'https://papers.example.org',
};
const content = {
  subject: 'Größe und ∞',
  html: `<p>Übung</p><a href="https://papers.example.org/u/${TOKEN_PLACE}">Unsubscribe</a>`,
  text: `Übung\nUnsubscribe: https://papers.example.org/u/${TOKEN_PLACE}\nOr: /u/${SETTINGS_PLACE}/settings\n`,
  headers: { 'List-Id': '<day.example.org>' },
};
const token = 'abcdefghijklmnopqrstuvwxyz_-';
const settings = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ_-';
const own: LetterAddressing = {
  returnPath: 'bounce+x@example.org',
  to: 'ada@example.net',
  messageId: '<day-2026-11-22.x@example.org>',
  date: new Date('2026-11-22T08:00:00Z'),
  tokens: { [TOKEN_PLACE]: token, [SETTINGS_PLACE]: settings },
  headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
};

/** The text of every part, as a mail program decodes it. */
function decoded(bytes: Buffer): string {
  const joined = bytes.toString('latin1').replaceAll('=\r\n', '');
  return Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();
}

describe('a letter', () => {
  it('has the own headers of its reader once and no others of their name', async () => {
    const letter = (await SharedLetter.compose(sender, content)).addressed(own);
    const head = letter.bytes.toString('latin1').split('\r\n\r\n')[0] ?? '';
    for (const line of [
      'To: ada@example.net',
      'Message-ID: <day-2026-11-22.x@example.org>',
      'Date: Sun, 22 Nov 2026 08:00:00 +0000',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'List-Id: <day.example.org>',
      'MIME-Version: 1.0',
    ]) {
      expect(
        head
          .toLowerCase()
          .split('\r\n')
          .filter((found) => found === line.toLowerCase()),
      ).toHaveLength(1);
    }
    expect(head.match(/^(date|message-id|to|from|subject):/gim)).toHaveLength(5);
  });

  it('holds the reader’s token in both parts and the place in none', async () => {
    const letter = (await SharedLetter.compose(sender, content)).addressed(own);
    const text = decoded(letter.bytes);
    expect(text.split(`/u/${token}`)).toHaveLength(3);
    expect(text).toContain(`/u/${settings}/settings`);
    expect(text).not.toContain(TOKEN_PLACE);
    expect(text).not.toContain(SETTINGS_PLACE);
    expect(text).toContain('Übung');
  });

  it('keeps every line within 76 characters wherever a line is broken', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 90 }), async (before) => {
        const html = `${'x'.repeat(before)}${TOKEN_PLACE}and${SETTINGS_PLACE}end`;
        const letter = (await SharedLetter.compose(sender, { ...content, html })).addressed(own);
        const body = letter.bytes.toString('latin1').split('\r\n\r\n').slice(1).join('\r\n\r\n');
        expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
        expect(decoded(letter.bytes)).toContain(`${'x'.repeat(before)}${token}and${settings}end`);
      }),
    );
  });

  it('refuses a header that would begin another one', async () => {
    const shared = await SharedLetter.compose(sender, content);
    expect(() => shared.addressed({ ...own, to: 'a@example.org\r\nBcc: b@example.org' })).toThrow('To');
  });

  it('sends answers to the address for them, and says at its foot where letters reach the publication', async () => {
    const html = mailDocument({ title: 'T', preheader: 'P', children: '' });
    const bare = (await SharedLetter.compose(sender, { ...content, html })).addressed(own);
    expect(bare.bytes.toString('latin1')).not.toMatch(/^reply-to:/im);
    expect(decoded(bare.bytes)).not.toMatch(/xGOESxHERE|<img/);
    const publication = {
      ...sender,
      MAIL_REPLY_TO: 'editor@example.org',
      PUBLICATION_ADDRESS: '1 Press Street, <Lund> & Sweden',
      PUBLICATION_LOGO: Buffer.from('a picture'),
      PUBLICATION_ACCENT: '#1f5c99',
    };
    const letter = (await SharedLetter.compose(publication, { ...content, html })).addressed(own);
    expect(letter.bytes.toString('latin1')).toMatch(/^Reply-To: editor@example\.org\r$/m);
    const text = decoded(letter.bytes);
    expect(text).toMatch(/\s1 Press Street, <Lund> & Sweden\s/);
    expect(text).toContain('1 Press Street, &lt;Lund> &amp; Sweden</p>');
    expect(text).toContain('<img src="https://papers.example.org/apple-touch-icon.png"');
  });

  it('has the colour of the publication in place of ours, lighter in the dark', async () => {
    const html = mailDocument({
      title: 'T',
      preheader: 'P',
      children: Button({ href: 'https://x', children: 'Go' }),
    });
    const text = decoded(
      (
        await SharedLetter.compose({ ...sender, PUBLICATION_ACCENT: '#1f5c99' }, { ...content, html })
      ).addressed(own).bytes,
    );
    expect(text).toContain('background-color:#1f5c99');
    expect(text).not.toContain(ACCENT);
    expect(text).not.toContain(DARK_ACCENT);
  });
});
