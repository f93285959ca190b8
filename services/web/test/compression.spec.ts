import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest, test } from '@jest/globals';
import { rawAnswer, waitFor } from '@paperboy/testing';
import { Answers } from '../src/shell/answers.store.js';
import { ALICES_SESSION, knowAlice } from './alice.js';
import { catalogPaper } from './catalog-paper.js';
import { knowStandings } from './fake-standings.js';
import { listItem, rankedList } from './ranked-list.js';
import { type Stage, setStage } from './stage.server.js';

const LIST = '/api/daily_papers?limit=50';
const papers = Array.from({ length: 50 }, (_, at) => listItem(`2602.${10_000 + at}`));
const PLAIN_LIST = JSON.stringify(papers);

// Which way an answer went shows nowhere outside, and must not.
const known = jest.spyOn(Answers.prototype, 'freshFor');
let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.stop());
beforeEach(() => {
  stage.forget();
  stage.ranking.on('GET /api/daily_papers', ({ headers }) =>
    headers['if-none-match'] === '"v1"' ? { status: 304 } : { headers: { etag: '"v1"' }, body: papers },
  );
  stage.ranking.on('GET /internal/lists/week', {
    headers: { etag: '"v1"' },
    body: rankedList(papers, { list: 'week', period: '2026-W47' }),
  });
  stage.catalog.on('GET /internal/papers/2602.23229', {
    body: catalogPaper('2602.23229', { summary: 'We count. '.repeat(200) }),
  });
  stage.ranking.on('GET /internal/papers/standing', { body: { standings: [] } });
});

interface Bytes {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** The bytes as they came: fetch would unpack them. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Bytes> {
  return new Promise((resolve, reject) => {
    const asked = request(stage.url + path, { method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

const gets = (coding: string) => ({ 'accept-encoding': coding });

function unpacked({ headers, body }: Bytes): string {
  const coding = headers['content-encoding'];
  const plain = coding === 'br' ? brotliDecompressSync(body) : coding === 'gzip' ? gunzipSync(body) : body;
  return plain.toString();
}

describe('an answer that is the same for everyone', () => {
  test.each([LIST, '/api/papers/2602.23229', '/papers/week', '/papers/2602.23229'])(
    '%s is the same text in each coding, and much shorter',
    async (path) => {
      const plain = await ask(path);
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(plain.headers.vary).toMatch(/\baccept-encoding$/);
      for (const coding of ['br', 'gzip']) {
        const packed = await ask(path, gets(coding));
        expect(packed.status).toBe(200);
        expect(packed.headers['content-encoding']).toBe(coding);
        expect(packed.headers.vary).toBe(plain.headers.vary);
        expect(packed.headers['content-type']).toBe(plain.headers['content-type']);
        expect(packed.headers['content-length']).toBe(String(packed.body.length));
        expect(packed.body.length).toBeLessThan(plain.body.length / 2);
        expect(unpacked(packed)).toBe(plain.body.toString());
      }
    },
  );

  it('is compressed as the client likes it best, and not where it says no', async () => {
    const coding = async (header: string) => {
      const answer = await ask(LIST, gets(header));
      expect(unpacked(answer)).toBe(PLAIN_LIST);
      return answer.headers['content-encoding'];
    };
    expect(await coding('gzip, deflate, br, zstd')).toBe('br');
    expect(await coding('br;q=0, gzip')).toBe('gzip');
    expect(await coding('gzip;q=0, br;q=0')).toBeUndefined();
    expect(await coding('identity;q=0, gzip')).toBe('gzip');
    expect(await coding('gzip;q=0.2, identity')).toBeUndefined();
    // Nothing of ours is acceptable: plain bytes help more than a refusal.
    expect(await coding('*;q=0')).toBeUndefined();
  });

  it('of a few bytes is compressed only for who refuses them plain', async () => {
    stage.ranking.on('GET /api/daily_papers?limit=1', { body: ['few'] });
    expect((await ask('/api/daily_papers?limit=1', gets('br'))).headers['content-encoding']).toBeUndefined();
    const packed = await ask('/api/daily_papers?limit=1', gets('br, identity;q=0'));
    expect(packed.headers['content-encoding']).toBe('br');
    expect(unpacked(packed)).toBe('["few"]');
  });

  it('has an ETag of its own in each coding, weak where replicas may compress to other bytes', async () => {
    const tag = async (coding: string) => (await ask(LIST, gets(coding))).headers.etag;
    expect([await tag('identity'), await tag('gzip'), await tag('br')]).toEqual([
      '"v1"',
      'W/"v1-gzip"',
      'W/"v1-br"',
    ]);
  });

  it.each([LIST, '/papers/week'])('%s is unchanged for who has it in the coding asked for', async (path) => {
    for (const coding of ['identity', 'gzip', 'br']) {
      const { headers } = await ask(path, gets(coding));
      const again = await ask(path, { ...gets(coding), 'if-none-match': String(headers.etag) });
      expect([coding, again.status, again.body.length]).toEqual([coding, 304, 0]);
      expect(again.headers).toMatchObject({ etag: headers.etag, vary: headers.vary });
      expect(again.headers['content-encoding']).toBeUndefined();
      const other = await ask(path, {
        ...gets(coding === 'br' ? 'gzip' : 'br'),
        'if-none-match': String(headers.etag),
      });
      expect([coding, other.status]).toEqual([coding, 200]);
    }
  });

  it.each(['identity', 'gzip', 'br'])(
    'has with HEAD the headers that it has with GET: %s',
    async (coding) => {
      const plain = ({ headers: { date: _, 'x-request-id': __, ...headers } }: Bytes) => headers;
      const whole = await ask(LIST, gets(coding));
      const head = await ask(LIST, gets(coding), 'HEAD');
      expect(head.body).toHaveLength(0);
      expect(plain(head)).toEqual(plain(whole));
    },
  );

  it.each(['gzip', 'br'])('goes the fast path in %s as its route gives it, to the byte', async (coding) => {
    const short = await waitFor(
      async () => {
        known.mockClear();
        const answer = await rawAnswer(stage.url + LIST, gets(coding));
        return known.mock.results.at(-1)?.value === undefined ? undefined : answer;
      },
      Boolean,
      { everyMs: 0 },
    );
    known.mockReturnValueOnce(undefined);
    expect(await rawAnswer(stage.url + LIST, gets(coding))).toBe(short);
    expect(short).toContain(`content-encoding: ${coding}`);
  });

  it('is given compressed, and marked, while its service is away', async () => {
    await ask('/api/daily_papers?limit=49', gets('br'));
    stage.ranking.on('GET /api/daily_papers?limit=49', {
      status: 503,
      body: { code: 'away', detail: 'Away.' },
    });
    const stale = await waitFor(
      () => ask('/api/daily_papers?limit=49', gets('br')),
      ({ headers }) => headers['x-paperboy-stale'] === 'true',
    );
    expect(stale.headers['content-encoding']).toBe('br');
    expect(unpacked(stale)).toBe(PLAIN_LIST);
  });
});

it('pages of signed-in people and pages that answer forms are not compressed', async () => {
  knowAlice(stage.catalog);
  knowStandings(stage, {});
  for (const path of ['/papers/week', '/papers/2602.23229', '/sign-in']) {
    const { headers, body } = await ask(path, { ...gets('br, gzip'), ...ALICES_SESSION });
    expect([path, headers['content-encoding']]).toEqual([path, undefined]);
    expect(body.toString()).toContain('</html>');
  }
});

it('the style sheet is compressed too, and kept for ever in each coding', async () => {
  const html = unpacked(await ask('/papers/week'));
  const path = /href="(\/assets\/[0-9a-f]+\.css)"/.exec(html)?.[1] ?? '';
  const plain = await ask(path);
  for (const coding of ['br', 'gzip']) {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await ask(path, gets(coding), method);
      expect([status, headers['content-encoding'], headers.vary]).toEqual([200, coding, 'accept-encoding']);
      expect(headers['cache-control']).toContain('immutable');
      expect(Number(headers['content-length'])).toBeLessThan(plain.body.length / 2);
      if (method === 'GET') expect(unpacked({ status, headers, body })).toBe(plain.body.toString());
    }
  }
});
