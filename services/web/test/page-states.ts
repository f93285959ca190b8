import { ALICE } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { listItem, rankedList } from './ranked-list.js';
import type { Stage } from './stage.server.js';

const AT = '2026-11-22T08:15:00.000Z';
const DAY = '2026-11-21';
const PAPER = '2602.00001';
const PAGE = `/papers/${PAPER}`;
const TOKEN = 'A'.repeat(28);
const OLD_TOKEN = 'C'.repeat(28);
/** No line can be broken within it. */
const LONG = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';

/** A page in a state: its path, and a text by which the state is known. */
export type PageState = readonly [path: string, says: string];

/** Pages and states that everyone may meet. */
export const PUBLIC_STATES: readonly PageState[] = [
  ['/papers/date/2026-11-20', 'finished with 7'],
  ['/papers/date/2026-11-01', 'No papers here'],
  ['/papers/month', 'November 2026'],
  ['/papers/new?category=cs.LG', 'New papers in Machine Learning'],
  [PAGE, LONG],
  [`${PAGE}/changes`, 'Struck out'],
  [`${PAGE}/why?list=day`, 'It finished as number 1 of 4 on the list of 20 November'],
  ['/sign-in/code', 'To read meanwhile'],
  ['/sign-in/account', 'Please sign in once more'],
  ['/sign-in/pbl_good', 'One more step'],
  ['/sign-in/pbl_used', 'This link has been used'],
  ['/subscribe/sent', 'A message is on its way to you'],
  ['/confirm/open', 'Yes, send them to me'],
  ['/confirm/confirmed', 'You are subscribed'],
  ['/confirm/expired', 'This link is too old'],
  ['/u/active', 'End your subscription?'],
  ['/u/ended', 'Undo: keep the mail coming'],
  ['/u/nobody', 'There is nothing here'],
  [`/u/${TOKEN}/settings`, 'How it would look now'],
  [`/u/${TOKEN}/digests/week-2026-W46`, 'What was in your digest'],
  [`/u/${OLD_TOKEN}/settings`, 'This link opens no settings any more'],
  [`/u/${TOKEN}/vote/day-${DAY}/${PAPER}`, 'The vote is that of the account'],
  [`/u/${OLD_TOKEN}/vote/day-${DAY}/${PAPER}`, 'This link has ended'],
  ['/feeds', 'Weekly edition'],
  ['/people/nobody', 'Nobody here has this name'],
  ['/papers', 'What can be searched for'],
  ['/papers?q=busy', 'A little slower, please'],
  ['/papers/date/2026-02-30', 'is not a day that the calendar has'],
  ['/papers/2602.50300', 'Back in a moment'],
];

/** Pages and states of people who are signed in. Alice is an admin, and sees all of them. */
export const SIGNED_IN_STATES: readonly PageState[] = [
  ['/', 'Not for me'],
  [PAGE, 'Your comment'],
  [`${PAGE}/claim`, 'Are you an author?'],
  [`${PAGE}/links`, 'Code repository'],
  [`${PAGE}/comment/theirs/reply`, 'Your reply'],
  [`${PAGE}/comment/mine/edit`, 'Delete this comment'],
  [`${PAGE}/comment/theirs/report`, 'What is wrong with it?'],
  [`${PAGE}/comment/theirs/hide`, 'Hide this comment?'],
  ['/saved', 'Changed since you read them'],
  ['/submit', 'The paper goes on the list of today'],
  [`/submit?paper=${PAPER}`, 'You may submit 4 more papers today'],
  ['/submit?paper=hello', 'This is no id'],
  ['/settings', 'Tokens for programs'],
  ['/settings/profile', 'About you'],
  ['/settings/digests', 'Every week'],
  ['/settings/webhooks', 'hooks.example.org'],
  ['/settings/notices', 'Once a day'],
  ['/settings/passkeys', LONG],
  ['/settings/institutions', 'Disconnect'],
  ['/settings/delete', 'This cannot be undone'],
  ['/queue', 'Reported by readers'],
  ['/set-aside', 'Three or more people'],
  ['/people', 'What a role may do'],
  ['/audit', 'hid a comment'],
  ['/claims', 'claims to be'],
  ['/people/bo/history', 'Suspend Bo, because'],
];

/** Makes the fakes answer what all states need. */
export function knowStates(stage: Stage): void {
  knowLists(stage);
  knowPaper(stage);
  knowSubscriptions(stage);
  knowSettings(stage);
  knowModeration(stage);
}

function knowLists({ ranking, catalog }: Stage): void {
  const items = [PAPER, '2602.00002'].map((id) =>
    listItem(id, { liveUpvotes: 8, paper: { title: `${LONG} ${id}` } }),
  );
  const list = (over: object) => ({ body: rankedList(items, over) });
  ranking.on('GET /internal/lists/', list({}));
  ranking.on('GET /internal/lists/month', list({ list: 'month', period: '2026-11', previous: '2026-10' }));
  ranking.on('GET /internal/lists/new', ({ url }) =>
    url.includes('submitter=nobody') ? { body: rankedList([], { list: 'new' }) } : list({ list: 'new' }),
  );
  ranking.on('GET /internal/lists/day', ({ url }) => {
    if (url.includes('period=2026-11-20')) return list({ period: '2026-11-20', closed: true });
    return url.includes('period=2026-11-01')
      ? { body: rankedList([], { period: '2026-11-01', next: '2026-11-20' }) }
      : list({});
  });
  catalog.on('GET /internal/search', { status: 429, body: { code: 'busy', detail: 'Too many searches.' } });
  const saved = items.map((item) => ({ ...item, savedAt: AT }));
  catalog.on('GET /api/saved?', { body: { total: 2, papers: saved } });
  const feed = `http://papers.example/feeds/saved/pbf_${'a'.repeat(43)}`;
  catalog.on('GET /api/saved/feed', {
    body: { madeAt: AT, rss: `${feed}.rss`, atom: `${feed}.atom`, json: `${feed}.json` },
  });
}

function knowPaper(stage: Stage): void {
  const { catalog, ranking } = stage;
  const paper = catalogPaper(PAPER, { title: `${LONG} of votes`, authors: [{ name: LONG }, { name: 'Bo' }] });
  catalog.on('GET /internal/papers/', { body: paper });
  catalog.on('GET /internal/papers/2602.50300', { status: 503, body: { code: 'away', detail: 'Away.' } });
  catalog.on('GET /api/people/nobody', { status: 404, body: { code: 'unknown-person', detail: '-' } });
  knowStandings(stage, { [PAPER]: { upvotes: 8, included: true, upvoted: true } });
  const why = {
    paperId: PAPER,
    list: 'day',
    period: '2026-11-20',
    closed: true,
    rank: 1,
    of: 4,
    upvotes: 7,
    liveUpvotes: 8,
    comments: 2,
    notCounted: [],
    order: 'The paper with the most upvotes comes first.',
  };
  ranking.on(`GET /api/papers/${PAPER}/why`, { body: why });
  const comment = (id: string, handle: string) => ({
    comment: { id, text: `See *this*: ${LONG}.`, postedAt: AT, by: { handle, name: LONG } },
  });
  const comments = [comment('theirs', 'bo'), comment('mine', ALICE.handle)];
  catalog.on(`GET /api/papers/${PAPER}/comments`, { body: { comments: comments.map((one) => one.comment) } });
  for (const one of comments) catalog.on(`GET /api/papers/${PAPER}/comment/${one.comment.id}`, { body: one });
  const text = { title: LONG, withdrawn: false };
  const texts = [
    { ...text, version: 1, summary: `Once ${LONG}`, until: AT },
    { ...text, version: 2, summary: 'Twice' },
  ];
  catalog.on(`GET /api/papers/${PAPER}/texts`, { body: { texts } });
  catalog.on('GET /api/changed', {
    body: {
      papers: [
        {
          paperId: PAPER,
          title: LONG,
          changedAt: AT,
          readVersion: 1,
          version: 2,
          withdrawn: false,
          because: ['saved'],
        },
      ],
    },
  });
  const claim = { id: 'claim-0001', paperId: PAPER, title: LONG, author: 'Bo', namesMatch: true };
  catalog.on('GET /api/claims', {
    body: { claims: [{ ...claim, by: { handle: 'bo', name: LONG }, state: 'waiting', claimedAt: AT }] },
  });
  catalog.on('GET /api/settings/papers/claims', { body: { claims: [] } });
  catalog.on('GET /api/papers/submit/check', {
    body: { paperId: PAPER, title: LONG, would: 'submit', left: 4 },
  });
}

function knowSubscriptions({ mailer, catalog }: Stage): void {
  const known = { maskedAddress: `w…@${LONG.slice(0, 40)}.example.org`, hour: 7, timeZone: 'Europe/Berlin' };
  for (const status of ['open', 'confirmed', 'expired'])
    mailer.on(`GET /internal/subscriptions/confirmation/${status}`, { body: { status, ...known } });
  for (const status of ['active', 'ended'])
    mailer.on(`GET /internal/subscriptions/unsubscription/${status}`, { body: { status, ...known } });
  mailer.on('GET /internal/subscriptions/unsubscription/nobody', unknown('unknown-link'));
  const settings = {
    cadence: 'week',
    weekday: 3,
    hour: 18,
    timeZone: 'Europe/Berlin',
    categories: ['cs.LG'],
    minUpvotes: 2,
    keywords: [LONG],
    authors: ['Emmy Noether'],
    papers: 20,
    format: 'text',
    evenWhenEmpty: false,
    pausedUntil: null,
  };
  const next = { localDate: '2026-11-25', dueAt: '2026-11-25T17:00:00.000Z' };
  const delivery = { edition: 'week-2026-W46', dueAt: AT, endedAt: AT, state: 'accepted', reason: null };
  const api = `GET /api/subscriptions/${TOKEN}`;
  mailer.on(`GET /api/subscriptions/${OLD_TOKEN}`, unknown('link-ended'));
  mailer.on('POST /internal/digest-votes/link', ({ body }) =>
    (body as { token: string }).token === TOKEN
      ? { body: { until: '2026-12-23T00:00:00.000Z' } }
      : unknown('link-ended'),
  );
  mailer.on(api, {
    body: {
      status: 'active',
      maskedAddress: known.maskedAddress,
      settings,
      next,
      digests: 2,
      unsubscribeToken: 'B'.repeat(28),
      deliveries: [{ ...delivery, remembered: true, returned: null }],
    },
  });
  const listed = { id: PAPER, title: LONG, why: [`keyword: ${LONG}`] };
  mailer.on(`${api}/preview`, {
    body: { edition: 'week-2026-W46', subject: LONG, papers: [{ ...listed, upvotes: 1 }], matches: [] },
  });
  mailer.on(`${api}/deliveries/`, {
    body: { edition: 'week-2026-W46', papers: [{ ...listed, match: true }] },
  });
  mailer.on('GET /api/settings/digests', { body: { digests: [{ token: TOKEN, settings, next }] } });
  catalog.on('POST /internal/sign-in-links/check', ({ body }) =>
    JSON.stringify(body).includes('pbl_good') ? { status: 204 } : unknown('sign-in-link-used'),
  );
}

function knowSettings({ catalog, mailer }: Stage): void {
  const used = { createdAt: AT, usedAt: AT, expiresAt: AT };
  catalog.on('GET /api/settings/sessions', {
    body: { sessions: [{ id: 'a'.repeat(16), device: LONG, ...used }] },
  });
  catalog.on('GET /api/settings/tokens', {
    body: { tokens: [{ id: 'b'.repeat(16), name: LONG, scope: 'read', ...used }] },
  });
  catalog.on('GET /api/settings/profile', {
    body: { name: LONG, handle: 'alice', about: LONG, showVotes: true },
  });
  catalog.on('GET /api/settings/passkeys', {
    body: { passkeys: [{ id: 'c'.repeat(16), name: LONG, createdAt: AT }] },
  });
  catalog.on('GET /api/settings/institutions', {
    body: { institutions: [{ id: 'd'.repeat(16), issuer: `https://${LONG}.example`, createdAt: AT }] },
  });
  mailer.on('GET /api/settings/notices', { body: { when: 'daily' } });
  const webhook = {
    id: 'AAAAAAAAAAAA',
    host: 'hooks.example.org',
    format: 'slack',
    list: 'day',
    search: null,
    votes: 20,
  };
  const since = { createdAt: AT, disabledAt: AT, failingSince: AT };
  mailer.on('GET /api/settings/webhooks', {
    body: {
      webhooks: [{ ...webhook, ...since, state: 'disabled', lastAnswer: '500' }],
    },
  });
}

function knowModeration({ catalog }: Stage): void {
  const by = { handle: 'bo', name: 'Bo', role: 'reader', since: DAY, comments: 4, hidden: 1, reports: 2 };
  const paper = { id: PAPER, title: LONG };
  const comment = { id: 'theirs', text: LONG, postedAt: AT, by: { handle: 'bo', name: 'Bo' } };
  const reports = [{ reason: 'abuse', note: LONG, at: AT }];
  catalog.on('GET /api/queue', {
    body: { queue: [{ comment, paper, since: AT, by, why: 'reported', reports }] },
  });
  const people = [{ handle: 'bo', name: LONG, since: DAY }];
  catalog.on('GET /api/rings', {
    body: { rings: [{ id: 'a'.repeat(24), state: 'found', people, papers: [paper] }] },
  });
  catalog.on('GET /api/set-aside', {
    body: { votes: [{ paper, by: comment.by, reason: 'suspended', standing: true, castAt: AT }] },
  });
  catalog.on('GET /api/people?', {
    body: { people: [{ id: 'bo', handle: 'bo', name: LONG, role: 'reader', since: DAY }] },
  });
  catalog.on('GET /api/audit', {
    body: {
      entries: [
        {
          id: '1',
          at: AT,
          act: 'comment-hidden',
          byKind: 'person',
          done: true,
          by: comment.by,
          reason: LONG,
        },
      ],
    },
  });
  catalog.on('GET /api/people/bo/history', { body: { history: by } });
}

function unknown(code: string) {
  return { status: 404, body: { code, detail: 'It is not known.' } };
}
