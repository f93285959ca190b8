import { DEFAULT_CHOICES } from '@paperboy/contracts';
import { digestLinks, digestOf, type EditionPaper } from '../src/digest/digest.js';
import { digestHtml } from '../src/digest/digest.template.js';
import { brandedHtml } from '../src/letter/mail-brand.template.js';
import { confirmationHtml } from '../src/message/confirmation.template.js';
import { mailTestHtml } from '../src/message/mail-test.template.js';
import { noticeHtml } from '../src/message/notice.template.js';
import { settingsLinkHtml } from '../src/message/settings-link.template.js';
import { signInHtml } from '../src/message/sign-in.template.js';

const URL_OF_SITE = 'https://papers.example.org';
const TOKEN = 'abcdefghijklmnopqrstuvwxyz_-';
const PUBLICATION = { name: 'Paperboy', url: URL_OF_SITE };
const EDITION = {
  id: 'day-2026-11-22',
  cadence: 'day',
  period: '2026-11-22',
  papers: 60,
  sample: false,
} as const;
const LINKS = {
  ...digestLinks(URL_OF_SITE, TOKEN, EDITION.id),
  unsubscribe: `${URL_OF_SITE}/u/${TOKEN}`,
  settings: `${URL_OF_SITE}/u/${TOKEN}/settings`,
};
const SUMMARY =
  'Readers vote, and a list follows their votes within a moment. We measure how far behind it is when many vote at once, and find that it is not. ';

/** Papers of an edition, one of them with a title that no line can be broken in. */
function papersOf(count: number): EditionPaper[] {
  return Array.from({ length: count }, (_, index) => ({
    rank: index + 1,
    upvotes: 120 - index,
    comments: index % 3,
    paper: {
      id: `2611.${String(index + 1).padStart(5, '0')}`,
      title: index === 3 ? 'Verylongword'.repeat(9) : `Counting the votes of many readers, part ${index + 1}`,
      summary: SUMMARY.repeat(3),
      authors: [{ name: 'Zoë Zimmer' }, { name: 'Emmy Noether' }, { name: 'Ada Lovelace' }],
      categories: [index % 2 ? 'cs.LG' : 'cond-mat.mes-hall'],
    },
  }));
}

function digestMail(papers: EditionPaper[], matches = 0): string {
  const found = papersOf(90)
    .slice(90 - matches)
    .map(({ rank: _rank, ...paper }) => paper);
  const reasons = new Map(
    found.map(({ paper }) => [paper.id, ['keyword: "votes of many"', 'author: Zoë Zimmer']]),
  );
  const choices = { ...DEFAULT_CHOICES, papers: papers.length, evenWhenEmpty: true };
  const digest = digestOf(EDITION, papers, PUBLICATION, choices, { papers: found, reasons });
  if (!digest) throw new Error('With `evenWhenEmpty` there is a digest.');
  return digestHtml(digest, LINKS);
}

const comment = (kind: 'reply' | 'mention', text: string) => ({
  id: 'abcdefghijkl',
  paperId: '2611.00001',
  title: 'Counting the votes of many readers',
  kind,
  by: 'Zoë Zimmer',
  text,
  postedAt: '2026-11-22T08:00:00.000Z',
});

/** The HTML of each kind of mail that is sent, in the look of a publication with a logo and an address. */
export function sampleMails(): Readonly<Record<string, string>> {
  const publication = PUBLICATION.name;
  const mails = {
    'the digest of an edition': digestMail(papersOf(10)),
    'a digest with keywords and authors': digestMail(papersOf(5), 3),
    'a digest of keywords and authors alone': digestMail([], 2),
    'a digest of fifty papers': digestMail(papersOf(50)),
    'the digest of a quiet day': digestMail([]),
    'the request to confirm': confirmationHtml({
      publication,
      confirmUrl: `${URL_OF_SITE}/confirm/${TOKEN}`,
      hour: 8,
      timeZone: 'America/Argentina/Buenos_Aires',
    }),
    'the sign-in mail': signInHtml({ publication, url: `${URL_OF_SITE}/sign-in/secret`, code: '123456' }),
    'the mail of answers and mentions': noticeHtml({
      publication,
      publicUrl: URL_OF_SITE,
      leaveUrl: `${URL_OF_SITE}/n/${TOKEN}`,
      comments: [
        comment('reply', 'I find the same.\n\nIn all runs.'),
        comment('mention', 'Verylongword'.repeat(12)),
      ],
    }),
    'the link to the settings': settingsLinkHtml({
      publication,
      settingsUrl: `${URL_OF_SITE}/u/${TOKEN}/settings`,
    }),
    'the test mail': mailTestHtml({
      publication,
      url: URL_OF_SITE,
      at: new Date('2026-11-22T08:00:00.000Z'),
    }),
  };
  const brand = { logoUrl: `${URL_OF_SITE}/apple-touch-icon.png`, address: '1 Press Street, Lund' };
  return Object.fromEntries(Object.entries(mails).map(([name, html]) => [name, brandedHtml(html, brand)]));
}
