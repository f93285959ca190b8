import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FROM_OWN_PAGE } from './own-page.js';
import { type Stage, setStage } from './stage.server.js';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => stage.forget());

const TOKEN = 'iTadsgXpFy5xelms7MqGGMSG8n9-';
const PAGE = `/u/${TOKEN}/settings`;
const API = `/api/subscriptions/${TOKEN}`;
const SETTINGS = {
  cadence: 'week',
  weekday: 3,
  hour: 18,
  timeZone: 'Europe/Berlin',
  categories: ['cs.LG', 'hep-th'],
  minUpvotes: 2,
  keywords: ['"state space"', 'diffusion <b>'],
  authors: ['Emmy Noether'],
  papers: 20,
  format: 'text',
  evenWhenEmpty: false,
  pausedUntil: null,
};
const MANAGED = {
  status: 'active',
  maskedAddress: 'a…@example.org',
  settings: SETTINGS,
  next: { localDate: '2026-11-25', dueAt: '2026-11-25T17:00:00.000Z' },
  digests: 2,
  unsubscribeToken: 'B'.repeat(28),
  deliveries: [
    {
      edition: 'week-2026-W46',
      dueAt: '2026-11-18T17:00:00.000Z',
      endedAt: '2026-11-18T17:00:04.000Z',
      state: 'accepted',
      reason: null,
      remembered: true,
      returned: null,
    },
  ],
};
const FIELDS = {
  cadence: 'week',
  weekday: '',
  hour: '7',
  timeZone: 'UTC',
  pausedUntil: '',
  categories: 'cs.LG, hep-th',
  minUpvotes: '0',
  papers: '10',
  format: 'html',
};

function answers(managed: object = MANAGED): void {
  stage.mailer.on(`GET ${API}`, { body: managed });
  stage.mailer.on(`GET ${API}/preview`, {
    body: {
      edition: 'week-2026-W46',
      subject: 'Less is <enough> · week 46',
      papers: [{ id: '2611.00042', title: 'Less is <enough>', upvotes: 1, why: ['category: cs.LG'] }],
      matches: [{ id: '2611.00043', title: 'Rings', upvotes: 2, why: ['author: Emmy Noether'] }],
    },
  });
}

describe('the page of a subscription', () => {
  it('shows the settings, the next digest, a preview with its reasons, and where the last mails are', async () => {
    answers();
    const answer = await stage.fetch(PAGE);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('comes to a…@example.org on Wednesday, 25 November 2026, 18:00');
    expect(html).toMatch(/<option value="3" selected[^>]*>\s*Wednesday/);
    expect(html).toContain('value="cs.LG hep-th"');
    expect(html).toContain('Less is &lt;enough>');
    expect(html).toContain('1 upvote · category: cs.LG');
    expect(html).toMatch(
      /New, with your keywords and authors[\s\S]*Rings[\s\S]*2 upvotes · author: Emmy Noether/,
    );
    expect(html).toMatch(/<textarea name="keywords"[^>]*>\s*&quot;state space&quot;\ndiffusion &lt;b>/);
    expect(html).toContain('week 46 of 2026');
    expect(html).toMatch(/You have 2 digests[\s\S]*\/settings\/digests/);
    expect(html).toContain(`href="/u/${'B'.repeat(28)}"`);
    expect(html).toContain('took it on Wednesday, 18 November 2026, 18:00');
  });

  it('needs no preview while the edition can’t be read, and no form when the subscription has ended', async () => {
    answers();
    stage.mailer.on(`GET ${API}/preview`, { status: 503, body: { code: 'service-away', detail: 'Away.' } });
    const without = await stage.fetch(PAGE);
    expect([without.status, (await without.text()).includes('How it would look now')]).toEqual([200, false]);
    answers({ ...MANAGED, status: 'ended', next: null });
    const ended = await (await stage.fetch(PAGE)).text();
    expect(ended).toContain('has ended');
    expect(ended).not.toContain('name="cadence"');
  });

  it('offers to mail a new link where the link is too old or can only unsubscribe', async () => {
    stage.mailer.on(`GET ${API}`, { status: 404, body: { code: 'link-ended', detail: 'It is too old.' } });
    const old = await stage.fetch(PAGE);
    const html = await old.text();
    expect([old.status, html.includes('opens no settings any more')]).toEqual([404, true]);
    expect(html).toContain(`action="/u/${TOKEN}/link"`);
    stage.mailer.on('POST /internal/subscriptions/settings-link', {
      status: 202,
      body: { status: 'link-sent' },
    });
    const sent = await stage.fetch(`/u/${TOKEN}/link`, {
      method: 'POST',
      headers: FROM_OWN_PAGE,
    });
    expect([sent.status, (await sent.text()).includes('A new link is on its way')]).toEqual([200, true]);
    expect(stage.mailer.received.find(({ method }) => method === 'POST')?.body).toEqual({ token: TOKEN });
  });

  it('leads to what was in a digest of the past, and why', async () => {
    answers();
    expect(await (await stage.fetch(PAGE)).text()).toContain(`/u/${TOKEN}/digests/week-2026-W46`);
    stage.mailer.on(`GET ${API}/deliveries/week-2026-W46`, {
      body: {
        edition: 'week-2026-W46',
        papers: [
          { id: '2611.00042', title: 'Less is <enough>', why: ['category: cs.LG'], match: false },
          { id: '2611.00043', title: null, why: ['keyword: rings'], match: true },
          { id: '2611.00044', title: 'More', why: [], match: false },
        ],
      },
    });
    const html = await (await stage.fetch(`/u/${TOKEN}/digests/week-2026-W46`)).text();
    expect(html).toMatch(/Less is &lt;enough>[\s\S]*For category: cs\.LG\./);
    expect(html).toMatch(/>\s*2611\.00043[\s\S]*For keyword: rings\. Found among all new papers\./);
    expect(html).toContain('On the list, which you get without a choice.');
    stage.mailer.on(`GET ${API}/deliveries/week-2026-W45`, {
      status: 404,
      body: { code: 'no-such-digest', detail: 'None.' },
    });
    expect((await stage.fetch(`/u/${TOKEN}/digests/week-2026-W45`)).status).toBe(404);
  });

  it('saves what the form holds and leads back', async () => {
    answers();
    stage.mailer.on(`PUT ${API}`, { body: MANAGED });
    const answer = await stage.sendForm(PAGE, {
      ...FIELDS,
      evenWhenEmpty: 'true',
      keywords: 'rings\r\n\r\n "state space" \r\n',
      authors: 'Emmy Noether',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${PAGE}?saved=yes`]);
    const sent = stage.mailer.received.find(({ method }) => method === 'PUT');
    expect(sent?.body).toEqual({
      cadence: 'week',
      weekday: null,
      hour: 7,
      timeZone: 'UTC',
      pausedUntil: null,
      categories: ['cs.LG', 'hep-th'],
      minUpvotes: 0,
      keywords: ['rings', '"state space"'],
      authors: ['Emmy Noether'],
      papers: 10,
      format: 'html',
      evenWhenEmpty: true,
    });
  });

  it('adds a digest of another cadence and leads to its page, or says why not', async () => {
    answers();
    stage.mailer.on(`POST ${API}/another`, { status: 201, body: { token: 'C'.repeat(28) } });
    const add = () => stage.fetch(`/u/${TOKEN}/another`, { method: 'POST', headers: FROM_OWN_PAGE });
    const answer = await add();
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/u/${'C'.repeat(28)}/settings`]);
    const sent = stage.mailer.received.find(({ method }) => method === 'POST');
    expect(sent?.body).toMatchObject({ ...SETTINGS, cadence: 'day' });
    const detail = 'A reader has at most five subscriptions.';
    stage.mailer.on(`POST ${API}/another`, { status: 409, body: { code: 'too-many-subscriptions', detail } });
    const refused = await add();
    expect([refused.status, (await refused.text()).includes(detail)]).toEqual([400, true]);
  });

  it.each([
    ['a category that is none', { categories: 'cs.LG <b>' }, 'Please check the categories'],
    ['too many keywords', { keywords: 'a\n'.repeat(21) }, 'Please check the keywords'],
    ['too many papers', { papers: '51' }, 'Please check the number of papers'],
    ['a date that is none', { pausedUntil: 'tomorrow' }, 'Please check the date'],
    ['an hour that is none', { hour: '24' }, 'Please check what you chose'],
  ])('says what is wrong with %s', async (_what, wrong, words) => {
    answers();
    const answer = await stage.sendForm(PAGE, { ...FIELDS, ...wrong });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(words);
    expect(stage.mailer.received.some(({ method }) => method === 'PUT')).toBe(false);
  });

  it('says what the mailer has against it, and knows no link that is not the mailer’s', async () => {
    answers();
    stage.mailer.on(`PUT ${API}`, {
      status: 400,
      body: {
        code: 'pause-too-long',
        detail: 'A pause ends within a year.',
        error: 'A pause ends within a year.',
      },
    });
    const answer = await stage.sendForm(PAGE, {
      ...FIELDS,
      pausedUntil: '2099-01-01',
      keywords: 'typed with care',
    });
    const html = await answer.text();
    expect([answer.status, html.includes('A pause ends within a year.')]).toEqual([400, true]);
    expect(html).toContain('typed with care');
    stage.mailer.on(`GET ${API}`, { status: 404, body: { code: 'unknown-link', detail: 'No.' } });
    expect((await stage.fetch(PAGE)).status).toBe(404);
    expect((await stage.fetch('/u/%2e%2e%2fx/settings')).status).toBe(404);
  });
});
