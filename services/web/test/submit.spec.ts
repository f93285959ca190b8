import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALICES_SESSION, knowAlice } from './alice.js';
import { FROM_OWN_ORIGIN } from './own-page.js';
import { type Stage, setStageWithoutWriteLimits } from './stage.server.js';

const PAPER = '2602.00001';

describe('submitting a paper on its page', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStageWithoutWriteLimits();
  });
  afterAll(() => stage?.stop());
  beforeEach(() => {
    stage.forget();
    knowAlice(stage.catalog);
  });

  const wouldBe = (answer: object) =>
    stage.catalog.on('GET /api/papers/submit/check', { body: { paperId: PAPER, ...answer } });
  const read = async (query: string, headers: Record<string, string> = ALICES_SESSION) => {
    const answer = await stage.fetch(`/submit${query}`, { headers });
    return { status: answer.status, html: await answer.text(), location: answer.headers.get('location') };
  };
  const send = async (fields: Record<string, string>) => {
    const answer = await stage.sendForm('/submit', fields, { ...ALICES_SESSION, ...FROM_OWN_ORIGIN });
    return { status: answer.status, html: await answer.text(), location: answer.headers.get('location') };
  };

  it('says first what would happen, and changes nothing by that', async () => {
    wouldBe({ title: 'On <b>lanterns</b>', would: 'submit', left: 4 });
    const { html } = await read(`?paper=${encodeURIComponent('https://arxiv.org/pdf/2602.00001v2')}`);
    expect(html).toContain('It would be on the list of today. You may submit 4 more papers today.');
    expect(html).toContain('On &lt;b>lanterns');
    expect(html).toMatch(/name="key" value="[0-9a-f-]{36}"/);
    wouldBe({ would: 'ask' });
    expect((await read(`?paper=${PAPER}`)).html).toContain('We would ask arXiv for it');
    wouldBe({ would: 'refuse', problem: { code: 'paper-too-old', detail: 'Paper is too old.' } });
    const refused = (await read(`?paper=${PAPER}`)).html;
    expect(refused).toContain('Paper is too old.');
    expect(refused).not.toContain('name="key"');
    expect(stage.catalog.asked('POST /api/papers/submit')).toEqual([]);
  });

  it('takes what can be read as a paper, and leads to the sign-in and back', async () => {
    expect((await read('')).html).toContain('name="paper"');
    const wrong = await read('?paper=hello');
    expect([wrong.status, wrong.html.includes('This is no id')]).toEqual([400, true]);
    expect((await read('?paper=2602.00001', {})).location).toBe('/sign-in');
    expect((await read('?paper[$ne]=1')).status).toBe(200);
  });

  it('submits by its button, once for each key, and says why not', async () => {
    stage.catalog.on('POST /api/papers/submit', {
      status: 409,
      body: { code: 'already-submitted', detail: 'Bo was first.' },
    });
    const key = '0d9a2c8e-7f0b-4a54-9a64-1f1f1f1f1f1f';
    const late = await send({ paper: PAPER, key });
    expect([late.status, late.html.includes('Bo was first.')]).toEqual([409, true]);
    expect(stage.catalog.asked('POST /api/papers/submit')[0]).toMatchObject({
      body: { paperId: PAPER },
      headers: { 'idempotency-key': key },
    });
    stage.catalog.on('POST /api/papers/submit', {
      status: 503,
      headers: { 'retry-after': '5' },
      body: { code: 'paper-coming', detail: 'It is on its way from arXiv.' },
    });
    expect((await send({ paper: PAPER, key })).html).toContain('Try again');
    expect((await send({ paper: 'nothing' })).location).toBe('/submit');
  });
});
