import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { answering, FakeArxiv } from './fake-arxiv.server.js';
import { fakePaper } from './fake-paper.js';

const PATIENT = { timeoutMs: 120_000 };
const today = new Date().toISOString().slice(0, 10);
/** Recent papers have ids of this month. */
const month = today.slice(2, 7).replace('-', '');
const fresh = (number: number) => `${month}.${String(number).padStart(5, '0')}`;

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

describe('a paper that somebody asks for', () => {
  let fake: FakeArxiv;
  let services: RunningServices;
  let token: string;

  beforeAll(async () => {
    fake = await FakeArxiv.start();
    services = await startServices({
      services: { ingest: 2, catalog: 1, ranking: 1, web: 1 },
      env: {
        ...fake.environment,
        ARXIV_REQUEST_EVERY_MS: '50',
        HARVEST_LOOK_SECONDS: '1',
        PAPER_REQUESTS_PER_DAY: '15',
        WRITES_PER_MINUTE: '0',
      },
    });
    token = await tokenOf('ada@example.org');
  }, 180_000);
  afterAll(async () => {
    await services?.stop();
    await fake?.stop();
  }, 60_000);

  const tokenOf = async (address: string): Promise<string> =>
    (await services.operator(['people', 'token', address])).trim();
  const post = async (path: string, body: unknown, as: string | undefined = token): Promise<Answer> => {
    const answer = await fetch(`${services.publicUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(as && { authorization: `Bearer ${as}` }) },
      body: JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as never };
  };
  const index = (arxivId: string, as?: string) => post('/api/papers/index', { arxivId }, as);
  /** Repeats the request while the answer is 202, as clients do. */
  const indexed = (arxivId: string) =>
    waitFor(
      () => index(arxivId),
      ({ status }) => status !== 202,
      PATIENT,
    );
  const asked = () => fake.seen.filter(({ url }) => url.pathname === '/api/query');

  it('by any form of its id is fetched from arXiv and is there, an old one too', async () => {
    fake.papers.push(
      fakePaper('2312.01234'),
      fakePaper('hep-th/9901001', { categories: ['hep-th'], sets: [] }),
    );
    const answer = await indexed('https://arxiv.org/pdf/2312.01234v2.pdf');
    const url = `${services.publicUrl}/api/papers/2312.01234`;
    expect([answer.status, answer.body]).toEqual([200, { paperId: '2312.01234', indexed: true, url }]);
    expect(await (await fetch(url)).json()).toMatchObject({ title: 'Kites that remember 2312.01234' });
    expect((await indexed('arXiv:hep-th/9901001')).status).toBe(200);
    const before = asked().length;
    expect((await index('2312.01234')).status).toBe(200);
    expect(asked()).toHaveLength(before);
  }, 240_000);

  it('is asked of arXiv once, however many ask for it at the same time', async () => {
    fake.papers.push(fakePaper('2312.05678'));
    const before = asked().length;
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => index('2312.05678')))).map(
      ({ status }) => status,
    );
    expect(statuses.every((status) => status === 200 || status === 202)).toBe(true);
    expect((await indexed('2312.05678')).status).toBe(200);
    expect(asked().length - before).toBe(1);
  }, 240_000);

  it('is put on the list of the day when it is submitted and is not known yet', async () => {
    fake.papers.push(fakePaper(fresh(11), { versions: [new Date()] }));
    const submitted = await waitFor(
      () => post('/api/papers/submit', { paperId: `https://arxiv.org/abs/${fresh(11)}` }),
      ({ status }) => status !== 503,
      PATIENT,
    );
    expect([submitted.status, submitted.body]).toMatchObject([201, { paper: { id: fresh(11) } }]);
  }, 240_000);

  it('that arXiv has not is a 404, and not asked for again', async () => {
    const answer = await indexed('2312.09999');
    expect([answer.status, answer.body.code]).toEqual([404, 'unknown-paper']);
    const before = asked().length;
    expect((await index('2312.09999')).status).toBe(404);
    expect((await post('/api/papers/submit', { paperId: '2312.09999' })).status).toBe(404);
    expect((await index('2600.00001')).status).toBe(404);
    expect(asked()).toHaveLength(before);
  }, 240_000);

  it('waits for arXiv with 202 and the place to look, and comes by itself', async () => {
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    fake.papers.push(fakePaper('2312.02222'));
    const [body] = await Promise.all([
      fetch(`http://${fake.host}/api/query?id_list=2312.02222`).then((answer) => answer.text()),
    ]);
    fake.script('/api', async (request, response) => {
      await held;
      await answering(200, body)(request, response);
    });
    const answer = await index('2312.02222');
    expect([answer.status, answer.body.indexed]).toEqual([202, false]);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    release?.();
    await waitFor(
      () => fetch(String(answer.body.url)),
      ({ status }) => status === 200,
      PATIENT,
    );
  }, 240_000);

  it('is a 503 with the time to come back while arXiv is away, and a 400 when it is no id', async () => {
    fake.script('/api', answering(500, 'broken'));
    const answer = await waitFor(
      () => index('2312.03333'),
      ({ status }) => status !== 202,
      PATIENT,
    );
    expect([answer.status, answer.body.code]).toEqual([503, 'arxiv-away']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(20);
    expect((await index('not an id')).status).toBe(400);
  }, 240_000);

  it('needs a person, who may have so many a day asked', async () => {
    expect((await index('2312.04444', '')).status).toBe(401);
    const other = await tokenOf('bo@example.org');
    const answers: Answer[] = [];
    for (let number = 1; number <= 16; number += 1)
      answers.push(await index(`2401.${10_000 + number}`, other));
    const [first, last] = [answers[0], answers.at(-1)];
    expect(first?.status).not.toBe(429);
    expect([last?.status, last?.body.code]).toEqual([429, 'index-limit']);
  }, 240_000);
});
