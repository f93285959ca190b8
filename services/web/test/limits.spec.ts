import { afterEach, describe, expect, it } from '@jest/globals';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { ALICE, knowAlice } from './alice.js';
import { rankedList } from './ranked-list.js';
import { searchAnswer } from './search-answer.js';
import { type Stage, setStage } from './stage.server.js';

const stages: Stage[] = [];
afterEach(() => Promise.all(stages.splice(0).map((stage) => stage.stop())));

async function replica(env: Record<string, string>): Promise<Stage> {
  const stage = await setStage(env);
  stages.push(stage);
  stage.mailer.on('POST /api/subscriptions', { status: 202, body: { status: 'confirmation-sent' } });
  return stage;
}

const subscribe = async (stage: Stage, nth = 0) =>
  stage.fetch('/api/subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `reader-${nth}@example.org` }),
  });

describe('limits', () => {
  it('are shared by replicas through Redis', async () => {
    const shared = {
      NAMESPACE: uniqueNamespace(),
      REDIS_URL: testStack().redisUrl,
      ANONYMOUS_WRITES_PER_MINUTE: '2',
    };
    const [one, other] = [await replica(shared), await replica(shared)];
    expect([(await subscribe(one)).status, (await subscribe(other)).status]).toEqual([202, 202]);
    for (const stage of [one, other, one, other, one, other]) {
      const third = await subscribe(stage);
      expect([third.status, third.headers.get('ratelimit')?.slice(0, 12)]).toEqual([429, '"writes";r=0']);
    }
  });

  it('hold while Redis is away, in each replica', async () => {
    const alone = await replica({ ANONYMOUS_WRITES_PER_MINUTE: '2' });
    const statuses = [];
    for (let nth = 0; nth < 3; nth++) statuses.push((await subscribe(alone)).status);
    expect(statuses).toEqual([202, 202, 429]);
  });

  it('let a network ask for a bounded number of mails a day, by API and by form together', async () => {
    const stage = await replica({ MAIL_REQUESTS_PER_DAY: '2' });
    expect((await subscribe(stage, 1)).status).toBe(202);
    const form = (email: string) => stage.sendForm('/subscribe', { email });
    expect((await form('reader-2@example.org')).status).toBe(303);
    const api = await subscribe(stage, 3);
    expect([api.status, (await api.json()).code]).toEqual([429, 'too-many-mails']);
    const page = await form('reader-4@example.org');
    expect([page.status, (await page.text()).includes('Please try again tomorrow.')]).toEqual([429, true]);
    expect(stage.mailer.received).toHaveLength(2);
  });

  it.each([
    ['is there', true],
    ['is away', false],
  ])(
    'refuse junk tokens before the catalog is asked, at whatever concurrency, while Redis %s',
    async (_, there) => {
      const stage = await replica({
        NAMESPACE: uniqueNamespace(),
        UNKNOWN_CREDENTIALS_PER_MINUTE: '5',
        ANONYMOUS_WRITES_PER_MINUTE: '0',
        ...(there ? { REDIS_URL: testStack().redisUrl } : {}),
      });
      const vote = (token: string) =>
        stage.fetch('/api/papers/2602.00001/upvote', {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
        });
      const answers = await Promise.all(Array.from({ length: 40 }, (_, nth) => vote(`pbt_junk-${nth}`)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([...Array(5).fill(401), ...Array(35).fill(429)]);
      expect(stage.catalog.asked('POST /internal/sessions/resolve')).toHaveLength(5);
      // Cookies of readers count as well; a page is for everyone whatever comes along.
      stage.ranking.on('GET /internal/lists', { status: 503, body: { code: 'away', detail: 'Away.' } });
      await stage.fetch('/papers/new', { headers: { cookie: 'paperboy_session=pbs_junk' } });
      expect(stage.catalog.asked('POST /internal/sessions/resolve')).toHaveLength(5);
    },
  );

  it('let a network have some searches under way and no more, by page, API and feed together', async () => {
    const stage = await replica({ SEARCHES_AT_ONCE: '2' });
    let release: () => void = () => undefined;
    const after = new Promise<void>((resolve) => {
      release = resolve;
    });
    stage.catalog.on('GET /internal/search', { body: searchAnswer('slow', []), after });
    stage.catalog.on('GET /api/papers/search', { body: [], after });
    const slow = ['/papers?q=slow', '/api/papers/search?q=slow'].map((path) => stage.fetch(path));
    await waitFor(
      () => Promise.resolve(stage.catalog.asked('GET ').length),
      (asked) => asked === 2,
    );
    const more = ['/papers?q=more', '/api/papers/search?q=more', '/papers/search.rss?q=more'];
    for (const path of [...more, '/api/papers/2602.00001/similar']) {
      const refused = await stage.fetch(path);
      expect([path, refused.status, refused.headers.get('retry-after')]).toEqual([path, 429, '1']);
    }
    // What is no search goes on.
    stage.ranking.on('GET /internal/lists', { body: rankedList([], { list: 'new' }) });
    expect((await stage.fetch('/papers/new')).status).toBe(200);
    release();
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await stage.fetch('/papers?q=more')).status).toBe(200);
  });

  it('cost no one who is known: many requests and many people of one network get through', async () => {
    const stage = await replica({ UNKNOWN_CREDENTIALS_PER_MINUTE: '3' });
    knowAlice(stage.catalog);
    const submit = (token: string) =>
      stage.fetch('/api/papers/submit', { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    stage.catalog.on('POST /api/papers/submit', { status: 200, body: { by: ALICE.id } });
    const statuses: number[] = [];
    for (let nth = 0; nth < 8; nth++) statuses.push((await submit(`pbt_good-${nth}`)).status);
    statuses.push(
      ...(await Promise.all(Array.from({ length: 8 }, () => submit('pbt_new')))).map(({ status }) => status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
