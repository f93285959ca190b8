import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, Identity, SystemClock } from '@paperboy/platform';
import { type RunningServices, startServices, undeclared, waitFor } from '@paperboy/testing';
import { catalogDocuments } from '../../services/catalog/src/catalog.documents.js';
import { ingestDocuments } from '../../services/ingest/src/ingest.documents.js';
import { mailerDocuments } from '../../services/mailer/src/mailer.documents.js';
import { rankingDocuments } from '../../services/ranking/src/ranking.documents.js';
import { PUBLICATION_ROLL_OVER, today } from '../faults/publication-day.js';
import { formOf, page, submitForm } from './browse.js';
import { headerOf, linksIn, mailTo } from './mailbox.js';
import { snapshotLine } from './snapshot-lines.js';

interface ListItem {
  paper: { id: string; upvotes: number; submittedOnDailyBy?: { user: string } };
  title: string;
  numComments: number;
}

describe('A paper goes all the way from a file to a mailbox', () => {
  let services: RunningServices;
  let folder: string;
  let tokens: { curator: string; reader: string };
  const paperId = '2611.90002';
  const address = `reader-${process.pid}-${Date.now()}@example.org`;

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${services.publicUrl}${path}`, { ...init, signal: AbortSignal.timeout(10_000) });
  const write = (method: string, path: string, token: string, body?: unknown) =>
    call(path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const list = async () => (await (await call(`/api/daily_papers?date=${today}`)).json()) as ListItem[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-slice-'));
    services = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 },
      env: { PUBLICATION_ROLL_OVER },
    });
    const token = async (email: string, role: string) =>
      (await services.operator(['people', 'token', email, '--role', role])).trim();
    tokens = {
      curator: await token('carol@example.org', 'curator'),
      reader: await token('rita@example.org', 'reader'),
    };
  }, 120_000);

  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('an import takes the good lines of a file and says why it refused the others', async () => {
    const file = join(folder, 'snapshot.jsonl');
    const lines = [1, 2, 3, 4, 5].map((n) =>
      snapshotLine(`2611.9000${n}`, `A paper about lanterns, part ${n}`),
    );
    await writeFile(
      file,
      `${[...lines, '{"id": broken', snapshotLine('not-an-id', 'Nowhere')].join('\n')}\n`,
    );
    const report = JSON.parse(await services.operator(['import', file, '--json'])) as Record<string, unknown>;
    expect(report).toMatchObject({ read: 7, new: 5, changed: 0, unchanged: 0, refused: 2 });
    const again = JSON.parse(await services.operator(['import', file, '--json'])) as Record<string, unknown>;
    expect(again).toMatchObject({ read: 7, new: 0, changed: 0, unchanged: 5, refused: 2 });
  }, 90_000);

  it("a curator's submission puts the paper on today's list, once", async () => {
    const first = await write('POST', '/api/papers/submit', tokens.curator, { paperId });
    expect(first.status).toBe(201);
    const second = await write('POST', '/api/papers/submit', tokens.curator, { paperId });
    expect(second.status).toBe(409);
    expect(second.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const items = await waitFor(list, (seen) => seen.some((item) => item.paper.id === paperId));
    expect(items.find((item) => item.paper.id === paperId)).toMatchObject({
      title: 'A paper about lanterns, part 2',
      numComments: 0,
      paper: { upvotes: 0, submittedOnDailyBy: { user: expect.any(String) } },
    });
  });

  it('a vote is on the list within seconds, counts once, and can be withdrawn', async () => {
    const upvotes = async () => (await list()).find((item) => item.paper.id === paperId)?.paper.upvotes;
    const path = `/api/papers/${paperId}/upvote`;
    expect((await call(path, { method: 'POST' })).status).toBe(401);
    expect((await write('POST', path, tokens.reader)).status).toBe(200);
    expect((await write('POST', path, tokens.reader)).status).toBe(200);
    await waitFor(upvotes, (count) => count === 1);
    expect((await write('POST', path, tokens.curator)).status).toBe(200);
    await waitFor(upvotes, (count) => count === 2);
    expect((await write('DELETE', path, tokens.curator)).status).toBe(200);
    await waitFor(upvotes, (count) => count === 1);
  });

  it('a comment is counted on the list within seconds, while it is shown', async () => {
    const counted = async () => (await list()).find((item) => item.paper.id === paperId)?.numComments;
    const path = `/api/papers/${paperId}/comment`;
    expect((await call(path, { method: 'POST' })).status).toBe(401);
    const posted = await write('POST', path, tokens.reader, { comment: 'The lantern is *lit*.' });
    expect(posted.status).toBe(201);
    const { comment } = (await posted.json()) as { comment: { id: string } };
    await waitFor(counted, (count) => count === 1);
    const answered = await write('POST', `${path}/${comment.id}/reply`, tokens.curator, {
      comment: 'It is.',
    });
    expect(answered.status).toBe(201);
    await waitFor(counted, (count) => count === 2);
    expect((await write('POST', `${path}/${comment.id}/hide`, tokens.reader)).status).toBe(403);
    expect((await write('POST', `${path}/${comment.id}/hide`, tokens.curator)).status).toBe(204);
    await waitFor(counted, (count) => count === 1);
    expect((await write('POST', `${path}/${comment.id}/restore`, tokens.curator)).status).toBe(204);
    await waitFor(counted, (count) => count === 2);
    expect((await page(services.publicUrl, `/papers/${paperId}`)).html).toContain(
      'The lantern is <em>lit</em>.',
    );
    expect((await write('DELETE', `${path}/${comment.id}`, tokens.reader)).status).toBe(204);
    await waitFor(counted, (count) => count === 1);
  });

  it('a vote through web is answered as the catalog answers it, word for word', async () => {
    const secret = { SERVICE_SECRET: services.environment.SERVICE_SECRET ?? '' };
    const identity = new Identity(secret, new SystemClock());
    const atCatalog = async (method: string, path: string, as: Caller, body?: unknown) =>
      fetch(`${services.addresses('catalog')[0]}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await identity.sign(as, 'catalog')}`,
          'x-request-id': 'the-same',
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
    const credentialHash = createHash('sha256').update(tokens.reader).digest('hex');
    const web: Caller = { kind: 'service', name: 'web' };
    const found = await atCatalog('POST', '/internal/sessions/resolve', web, { credentialHash });
    const reader = { kind: 'person', ...((await found.json()) as { person: object }).person } as Caller;
    const seen = async (answer: Response) => ({
      status: answer.status,
      headers: ['content-type', 'retry-after', 'x-error-code', 'x-error-message', 'x-request-id'].map(
        (name) => answer.headers.get(name),
      ),
      body: await answer.text(),
    });
    for (const [method, id, status] of [
      ['POST', paperId, 200],
      ['DELETE', '2611.90003', 200],
      ['POST', '2611.99999', 404],
      ['DELETE', '2611.99999', 404],
    ] as const) {
      const path = `/api/papers/${id}/upvote`;
      const headers = { authorization: `Bearer ${tokens.reader}`, 'x-request-id': 'the-same' };
      const through = await seen(await call(path, { method, headers }));
      expect(through.status).toBe(status);
      expect(through).toEqual(await seen(await atCatalog(method, path, reader)));
    }
  });

  it('the home page shows the day, and no script but our own', async () => {
    const home = await page(services.publicUrl, '/');
    expect(home.status).toBe(200);
    expect(home.html).toContain('Get trending papers in your email inbox');
    expect(home.html).toContain('and the community');
    expect(home.html).toContain('A paper about lanterns, part 2');
    // What says to search engines what the list is, is data: no browser runs it.
    const run = home.html.replace(/<script type="application\/ld\+json">[^<]*<\/script>/g, '');
    expect(run).not.toMatch(/<script(?! src="\/assets\/)/i);
  });

  it('who subscribes and confirms finds the digest of a closed edition in the mailbox, and closing again sends nothing', async () => {
    const home = await page(services.publicUrl, '/');
    const subscribed = await submitForm(services.publicUrl, formOf(home.html, '/subscribe'), {
      email: address,
    });
    expect(subscribed.status).toBe(200);
    const confirmation = (
      await waitFor(
        () => mailTo(address),
        (mails) => mails.length === 1,
      )
    )[0];
    const confirmLink = linksIn(confirmation, services.publicUrl).find((link) => link.includes('/confirm/'));
    const confirmPage = await page(services.publicUrl, confirmLink ?? 'no link to confirm in the mail');
    const confirmed = await submitForm(services.publicUrl, formOf(confirmPage.html, '/confirm/'), {});
    expect(confirmed.status).toBe(200);

    await services.operator(['close-edition', `day-${today}`]);
    const [, digest] = await waitFor(
      () => mailTo(address),
      (mails) => mails.length === 2,
    );
    expect(digest?.html).toContain('A paper about lanterns, part 2');
    expect(digest?.text).toContain('A paper about lanterns, part 2');
    expect(await headerOf(digest, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');

    await services.operator(['close-edition', `day-${today}`]);
    expect(await mailTo(address)).toHaveLength(2);
  }, 90_000);

  it('one click unsubscribes, as mailbox providers do it: a POST without cookie that answers 200', async () => {
    const digest = (await mailTo(address))[1];
    const target = String(await headerOf(digest, 'list-unsubscribe')).replace(/[<>]/g, '');
    const looked = await page(services.publicUrl, target);
    expect(looked.status).toBe(200);
    const answer = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toBeNull();
    const status = await page(services.publicUrl, target);
    expect(status.html).toMatch(/unsubscribed/i);
  });

  it('all that was stored on the way is as the schemas declare it', async () => {
    const { namespace } = services;
    expect(await undeclared(namespace, 'ingest', ingestDocuments)).toEqual([]);
    expect(await undeclared(namespace, 'catalog', catalogDocuments)).toEqual([]);
    expect(await undeclared(namespace, 'ranking', rankingDocuments)).toEqual([]);
    expect(await undeclared(namespace, 'mailer', mailerDocuments)).toEqual([]);
  });
});
