import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CHOICES } from '@paperboy/contracts';
import { confirmationHtml } from '../message/confirmation.template.js';
import { digestOf, type EditionPaper } from './digest.js';
import { digestHtml } from './digest.template.js';
import { digestText } from './digest-text.template.js';

const MOST_BYTES = 90_000;
const links = {
  browser: 'https://papers.example.org/u/abcdefghijklmnopqrstuvwxyz_-/mail/day-2026-11-22',
  vote: 'https://papers.example.org/u/abcdefghijklmnopqrstuvwxyz_-/vote/day-2026-11-22',
  unsubscribe: 'https://papers.example.org/u/abcdefghijklmnopqrstuvwxyz_-',
  settings: 'https://papers.example.org/u/ABCDEFGHIJKLMNOPQRSTUVWXYZ_-/settings',
};

const long: EditionPaper[] = Array.from({ length: 30 }, (_, index) => ({
  rank: index + 1,
  upvotes: 1_000 - index,
  comments: index,
  paper: {
    id: `2611.${String(index).padStart(5, '0')}`,
    title: `Ångström & "quotes" <${'über '.repeat(40)}>`,
    summary: 'Weniger genügt & <mehr> ist zu viel. '.repeat(60),
    authors: Array.from({ length: 20 }, (_, author) => ({ name: `Žofie ${'Ö'.repeat(40)} ${author}` })),
    categories: ['cs.LG'],
  },
}));
const edition = {
  id: 'day-2026-11-22',
  cadence: 'day',
  period: '2026-11-22',
  papers: 30,
  sample: true,
} as const;
const digest = digestOf(edition, long, { name: 'Paper & Boy', url: 'https://papers.example.org' });
if (!digest) throw new Error('An edition with papers has a digest.');
const html = digestHtml(digest, links);

/** The HTML of the mail as Word reads it, or as all other programs read it. */
const read = (by: 'word' | 'others'): string =>
  by === 'word'
    ? html
        .replace(/<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->/gs, '')
        .replace(/<!--\[if mso\]>(.*?)<!\[endif\]-->/gs, '$1')
    : html.replace(/<!--\[if mso\]>.*?<!\[endif\]-->/gs, '').replace(/<!--.*?-->/gs, '');
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

describe('the looks of a digest', () => {
  it('stand in a table of 600 px and have a shape as button for Outlook, whose Word knows no max-width and no padding of links', () => {
    const word = read('word');
    expect(word).toContain('<table role="presentation" align="center" width="600"');
    expect(word).toMatch(
      /<v:roundrect [^>]*href="https:\/\/papers\.example\.org\/papers\/date\/2026-11-22"[^>]*>.*See the other 20 papers<\/center><\/v:roundrect>/,
    );
    expect(word).not.toContain('class="button"');
    expect(word).toContain('<o:PixelsPerInch>96</o:PixelsPerInch>');
  });

  it('are untouched by that in other programs: one button, one sheet', () => {
    const others = read('others');
    expect(count(others, /class="button"/g)).toBe(1);
    expect(count(others, /See the other 20 papers/g)).toBe(1);
    expect(others).not.toMatch(/roundrect|width="600"|mso\]/);
  });

  it.each(['word', 'others'] as const)('close every table, row and cell that they open, for %s', (by) => {
    for (const tag of ['table', 'tr', 'td', 'a', 'span'])
      expect(count(read(by), new RegExp(`<${tag}[\\s>]`, 'g'))).toBe(
        count(read(by), new RegExp(`</${tag}>`, 'g')),
      );
  });

  it('hold the confirmation’s button as well', () => {
    const confirmUrl = 'https://papers.example.org/confirm/abc';
    const mail = confirmationHtml({ publication: 'Paperboy', confirmUrl, hour: 8, timeZone: 'UTC' });
    expect(mail).toMatch(/<v:roundrect [^>]*href="https:\/\/papers\.example\.org\/confirm\/abc"/);
    expect(count(mail, /class="button"/g)).toBe(1);
  });

  it('stay under the size at which mail programs cut, with the longest texts', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(MOST_BYTES);
    const many = Array.from({ length: 50 }, (_, index) => ({
      ...(long[index % 30] as EditionPaper),
      rank: index + 1,
    }));
    const most = { ...DEFAULT_CHOICES, papers: 50, categories: ['cs.LG'], minUpvotes: 1 };
    const crowded = digestOf(edition, many, { name: 'Paper & Boy', url: 'https://papers.example.org' }, most);
    expect(crowded?.items).toHaveLength(50);
    expect(Buffer.byteLength(crowded ? digestHtml(crowded, links) : html)).toBeLessThan(MOST_BYTES);
    const reasons = new Map(
      Array.from({ length: 20 }, (_, index) => [
        `2611.9${index}`,
        [`keyword: ${'ö'.repeat(100)}`, `author: ${'ü'.repeat(80)}`],
      ]),
    );
    const matches = [...reasons.keys()].map((id, index) => {
      const { rank: _rank, ...paper } = long[index] as EditionPaper;
      return { ...paper, paper: { ...paper.paper, id } };
    });
    const publication = { name: 'Paper & Boy', url: 'https://papers.example.org' };
    const full = digestOf(edition, many, publication, most, { papers: matches, reasons });
    expect([full?.items.length, full?.matches.length]).toEqual([25, 20]);
    expect(Buffer.byteLength(full ? digestHtml(full, links) : html)).toBeLessThan(MOST_BYTES);
  });

  it('end with the ways to leave and to change the settings, in both parts', () => {
    for (const part of [html, digestText(digest, links)]) {
      expect(part).toContain(links.unsubscribe);
      expect(part).toContain(links.settings);
    }
  });
});
