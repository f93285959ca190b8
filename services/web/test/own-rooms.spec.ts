import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findBrowser } from '@paperboy/testing';
import type { Browser } from 'playwright-core';
import { ALICE, ALICES_COOKIE } from './alice.js';
import { launchBrowser } from './browser.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { overreaching } from './fitting.js';
import { listItem } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';
import { violations } from './violations.js';

const program = findBrowser();
if (program === undefined)
  console.warn('Skipped: there is no chromium on the PATH, so no page is looked at in a browser.');

const LONG_MS = 240_000;
const PAPER = '2602.00001';
const AT = '2026-11-22T10:00:00.000Z';
const LONG = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';
/** The pages that only people who are signed in see, and those of curators and admins. */
const ROOMS = [
  '/settings',
  '/settings/profile',
  '/settings/digests',
  '/settings/webhooks',
  '/settings/notices',
  '/settings/passkeys',
  '/settings/passkeys?welcome=/',
  '/settings/institutions',
  '/settings/delete',
  '/saved',
  '/submit',
  `/papers/${PAPER}/claim`,
  `/papers/${PAPER}/links`,
  '/claims',
  '/queue',
  '/set-aside',
  '/people',
  '/people/bo/history',
  '/audit',
];

(program === undefined ? describe.skip : describe)('the rooms of people who are signed in', () => {
  let stage: Stage;
  let browser: Browser;

  beforeAll(async () => {
    stage = await setStage({ OIDC_ISSUER: 'https://institute.example', OIDC_NAME: 'the Institute' });
    furnish(stage);
    browser = await launchBrowser(program as string);
  }, LONG_MS);
  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  }, 60_000);

  it.each([
    ['light', 1_600],
    ['light', 360],
    ['dark', 1_600],
    ['dark', 360],
  ] as const)(
    'break no rule of WCAG AA and fit: %s, %i px',
    async (colorScheme, width) => {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        screen: { width, height: 800 },
        isMobile: width < 600,
      });
      context.setDefaultTimeout(LONG_MS);
      await context.addCookies([{ ...ALICES_COOKIE, url: stage.url }]);
      const page = await context.newPage();
      for (const path of ROOMS) {
        const answer = await page.goto(`${stage.url}${path}`);
        expect([path, answer?.status(), new URL(page.url()).pathname]).toEqual([
          path,
          200,
          path.split('?')[0],
        ]);
        expect([path, await violations(page), await overreaching(page)]).toEqual([path, [], []]);
      }
      await context.close();
    },
    LONG_MS,
  );
});

/** Every room has something in it, and long words. */
function furnish(stage: Stage): void {
  const { catalog, mailer } = stage;
  const credential = { id: 'aaaaaaaaaaaaaaaa', kind: 'session', scope: 'write' };
  const used = { createdAt: AT, usedAt: AT, expiresAt: '2026-12-22T10:00:00.000Z' };
  const hook = {
    id: 'AAAAAAAAAAAA',
    host: `${'hooks'.repeat(12)}.example.org`,
    format: 'slack',
    list: 'day',
  };
  const bo = { handle: 'bo', name: `Bo ${LONG}` };
  const by = { ...bo, role: 'reader', since: '2026-11-21', comments: 4, hidden: 1, reports: 2 };
  const paper = { id: PAPER, title: `On ${LONG}` };
  const comment = { id: 'c1', text: `*So* https://example.org/${LONG}`, postedAt: AT };
  const queued = { comment, paper, since: AT, by };
  const ring = {
    id: 'a'.repeat(24),
    state: 'found',
    people: [{ ...bo, since: '2026-11-21' }],
    papers: [paper],
  };
  const act = { id: '1', at: AT, byKind: 'person', by: bo, to: bo, done: true };
  const claim = { id: 'claim-0001', paperId: PAPER, title: paper.title, author: 'Alice Adler', by: bo };
  const answers: Record<string, object> = {
    'POST /internal/sessions/resolve': { person: { ...ALICE, role: 'admin' }, credential },
    'GET /api/settings/sessions': {
      sessions: [{ id: 'aaaaaaaaaaaaaaaa', device: 'Firefox on Linux', ...used }],
    },
    'GET /api/settings/tokens': { tokens: [{ id: 'bbbbbbbbbbbbbbbb', name: LONG, scope: 'read', ...used }] },
    'GET /api/settings/profile': { name: 'Alice', handle: 'alice', about: LONG, showVotes: true },
    'GET /api/settings/passkeys': { passkeys: [{ id: 'cccccccccccccccc', name: LONG, createdAt: AT }] },
    'GET /api/settings/institutions': {
      institutions: [
        { id: 'dddddddddddddddd', issuer: `https://${LONG.slice(0, 40)}.example`, createdAt: AT },
      ],
    },
    'GET /api/settings/papers/claims': { claims: [] },
    'GET /api/claims': { claims: [{ ...claim, namesMatch: false, state: 'waiting', claimedAt: AT }] },
    'GET /api/saved?': { total: 1, papers: [{ ...listItem(PAPER), savedAt: AT }] },
    'GET /api/saved/feed': {},
    'GET /api/changed': { papers: [] },
    'GET /internal/papers/': catalogPaper(PAPER, { authors: [{ name: 'Alice Adler' }, { name: 'Bo' }] }),
    'GET /api/queue': {
      queue: [
        { ...queued, why: 'held', reports: [] },
        { ...queued, why: 'reported', reports: [{ reason: 'abuse', note: LONG, at: AT }] },
      ],
    },
    'GET /api/set-aside': {
      votes: [{ paper, by: bo, reason: 'suspended', standing: true, castAt: AT }],
    },
    'GET /api/rings': { rings: [ring, { ...ring, id: 'b'.repeat(24), state: 'set-aside', at: AT }] },
    'GET /api/people?': { people: [{ ...bo, id: 'bo-id-000001', role: 'curator', since: '2026-11-21' }] },
    'GET /api/people/bo/history': { history: { ...by, suspended: { at: AT, reason: LONG } } },
    'GET /api/audit': {
      entries: [
        { ...act, act: 'comment-hidden', paperId: PAPER, commentId: 'c1', reason: LONG },
        { ...act, id: '2', act: 'edition-closed', byKind: 'operator', edition: 'day-2026-11-22' },
        { ...act, id: '3', act: 'claim-confirmed', paperId: PAPER, done: false },
      ],
    },
  };
  for (const [request, body] of Object.entries(answers)) catalog.on(request, { body });
  mailer.on('GET /api/settings/digests', {
    body: {
      digests: [
        {
          token: 'A'.repeat(28),
          settings: { cadence: 'week', weekday: 1, hour: 7, timeZone: 'UTC', categories: ['cs.LG'] },
          next: { localDate: '2026-11-23', dueAt: '2026-11-23T07:00:00.000Z' },
        },
      ],
    },
  });
  mailer.on('GET /api/settings/webhooks', {
    body: {
      webhooks: [
        { ...hook, votes: 20, createdAt: AT, state: 'active', failingSince: null, lastAnswer: '200' },
        {
          ...hook,
          id: 'BBBBBBBBBBBB',
          votes: 0,
          createdAt: AT,
          state: 'disabled',
          failingSince: AT,
          lastAnswer: '410',
        },
      ],
    },
  });
  mailer.on('GET /api/settings/notices', { body: { when: 'daily' } });
  knowStandings(stage, { [PAPER]: { upvotes: 3 } });
}
