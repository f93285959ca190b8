import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { PUBLICATION_ROLL_OVER, today } from '../faults/publication-day.js';
import { formOf, page, submitForm } from './browse.js';
import { linksIn, mailTo } from './mailbox.js';

const ID = 'lab:2026-17';
const PATIENT = { timeoutMs: 60_000 };
const line = (title: string) =>
  JSON.stringify({
    id: '2026-17',
    title,
    abstract: 'We fly kites. Code: https://github.com/lab/kites',
    authors: ['Ada Quill'],
    published: new Date(Date.now() - 3_600_000).toISOString(),
    url: 'https://lab.example/17',
  });

describe("A paper of a source of one's own", () => {
  let services: RunningServices;
  let laboratory: Server;
  let token: string;
  const address = `kite-${process.pid}-${Date.now()}@example.org`;

  beforeAll(async () => {
    laboratory = createServer((_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/x-ndjson' })
        .end(`${line('Kites that remember')}\n`),
    );
    await new Promise<void>((resolve) => laboratory.listen(0, '127.0.0.1', resolve));
    services = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 },
      env: {
        PUBLICATION_ROLL_OVER,
        PRIVATE_SOURCES: 'true',
        SITE_REQUEST_EVERY_MS: '50',
        HARVEST_LOOK_SECONDS: '1',
      },
    });
    token = (await services.operator(['people', 'token', 'carol@example.org', '--role', 'curator'])).trim();
  }, 180_000);
  afterAll(async () => {
    await services?.stop();
    laboratory?.close();
  }, 60_000);

  const call = (path: string, init: RequestInit = {}) => fetch(`${services.publicUrl}${path}`, init);
  const post = (path: string, body?: object) =>
    call(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });

  it('comes in under its own id when the source is added, which sources lists', async () => {
    const url = `http://127.0.0.1:${(laboratory.address() as AddressInfo).port}/papers.jsonl`;
    const options = ['--format', 'jsonl', '--category', 'cs.RO', '--license', 'CC BY 4.0', '--every', '1s'];
    await expect(
      services.operator(['source', 'add', 'lab', url, ...options, '--every', '0']),
    ).rejects.toThrow(/everySeconds: expected at least 1 second/);
    await services.operator(['source', 'add', 'lab', url, ...options]);
    await expect(services.operator(['source', 'add', 'lab', url, ...options])).rejects.toThrow(
      /There is a source lab/,
    );
    await expect(services.operator(['source', 'add', 'arxiv', url, ...options])).rejects.toThrow(
      /name: expected another name/,
    );
    const paper = await waitFor(
      async () => (await call(`/api/papers/${ID}`)).json() as Promise<Record<string, unknown>>,
      ({ title }) => title === 'Kites that remember',
      PATIENT,
    );
    expect(paper).toMatchObject({
      id: ID,
      categories: ['cs.RO'],
      githubRepo: 'https://github.com/lab/kites',
    });
    expect(await services.operator(['sources'])).toMatch(
      /^own-lab {2}waiting\n {2}1 records[\s\S]*\n {2}pauses 1 s[\s\S]*\n {2}licence .*CC BY 4\.0$/m,
    );
  }, 120_000);

  it('has its page, its picture, its Markdown and a place on the list and in the search', async () => {
    expect((await post('/api/papers/submit', { paperId: ID })).status).toBe(201);
    expect((await post(`/api/papers/${encodeURIComponent(ID)}/upvote`)).status).toBe(200);
    const items = await waitFor(
      async () =>
        (await (await call(`/api/daily_papers?date=${today}`)).json()) as {
          paper: { id: string; upvotes: number };
        }[],
      ([first]) => first?.paper.upvotes === 1,
      PATIENT,
    );
    expect(items[0]?.paper).toMatchObject({ id: ID, githubRepo: 'https://github.com/lab/kites' });
    const { status, html } = await page(services.publicUrl, `/papers/${ID}`);
    expect(status).toBe(200);
    expect(html).toContain('href="https://lab.example/17"');
    expect(html).not.toContain(`arxiv.org/abs/${ID}`);
    for (const path of [`/papers/${ID}.md`, `/papers/${ID}/why`, `/api/papers/${ID}/comments`])
      expect([path, (await call(path)).status]).toEqual([path, 200]);
    for (const q of [ID, `id:${ID}`, 'kites remember']) {
      const found = await waitFor(
        async () =>
          (await (await call(`/api/papers/search?q=${encodeURIComponent(q)}`)).json()) as {
            paper: { id: string };
          }[],
        (all) => all.length > 0,
        PATIENT,
      );
      expect([q, found[0]?.paper.id]).toEqual([q, ID]);
    }
  }, 120_000);

  it('is in the digest of its day', async () => {
    const home = await page(services.publicUrl, '/');
    await submitForm(services.publicUrl, formOf(home.html, '/subscribe'), { email: address });
    const [confirmation] = await waitFor(
      () => mailTo(address),
      (mails) => mails.length === 1,
      PATIENT,
    );
    const link = linksIn(confirmation, services.publicUrl).find((one) => one.includes('/confirm/'));
    const confirm = await page(services.publicUrl, link ?? 'no link to confirm in the mail');
    await submitForm(services.publicUrl, formOf(confirm.html, '/confirm/'), {});
    await services.operator(['close-edition', `day-${today}`]);
    const [, digest] = await waitFor(
      () => mailTo(address),
      (mails) => mails.length === 2,
      PATIENT,
    );
    expect(digest?.text).toContain('Kites that remember');
    expect(digest?.html).toContain(`/papers/${ID}`);
  }, 120_000);

  it('stays when its source is removed', async () => {
    await services.operator(['source', 'remove', 'lab']);
    expect(await services.operator(['sources'])).not.toContain('own-lab');
    expect((await call(`/api/papers/${ID}`)).status).toBe(200);
    await expect(services.operator(['source', 'remove', 'lab'])).rejects.toThrow(/There is no source/);
  }, 60_000);
});
