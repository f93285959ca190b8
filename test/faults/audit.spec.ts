import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '@paperboy/contracts';
import type { CrashPoint } from '@paperboy/messaging';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { snapshotLine } from '../e2e/snapshot-lines.js';

const PAPER = '2611.00077';
const PATIENT = { timeoutMs: 90_000, everyMs: 100 };

describe('The audit log, with a kill while a curator acts', () => {
  let services: RunningServices;
  let folder: string;
  let deaths = 0;
  let tokens: { reader: string; admin: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-audit-'));
    services = await startServices({
      services: { ingest: 1, catalog: 1, web: 1 },
      onEvent: (_replica, event) => {
        if (event.type === 'died') deaths += 1;
      },
    });
    const file = join(folder, 'snapshot.jsonl');
    await writeFile(file, `${snapshotLine(PAPER, 'A paper that people talk about')}\n`);
    await services.operator(['import', file, '--json']);
    const token = async (name: string, role: string) =>
      (await services.operator(['people', 'token', `${name}@example.org`, '--role', role])).trim();
    tokens = { reader: await token('rita', 'reader'), admin: await token('adam', 'admin') };
  }, 240_000);
  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const ask = (as: 'reader' | 'admin', method: string, path: string, body?: object) =>
    fetch(`${services.publicUrl}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens[as]}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
  const serves = () =>
    waitFor(
      async () => (await fetch(`${services.operations('catalog')[0]}/health/ready`)).ok,
      Boolean,
      PATIENT,
    );
  const post = async (): Promise<string> => {
    const answer = await waitFor(
      () => ask('reader', 'POST', `/papers/${PAPER}/comment`, { comment: 'Hm.' }),
      ({ status }) => status === 201,
      PATIENT,
    );
    return ((await answer.json()) as { comment: { id: string } }).comment.id;
  };
  const entriesOf = async (comment: string): Promise<AuditEntry[]> => {
    const answer = await waitFor(
      () => ask('admin', 'GET', '/audit?limit=100'),
      ({ ok }) => ok,
      PATIENT,
    );
    const { entries } = (await answer.json()) as { entries: AuditEntry[] };
    return entries.filter(({ commentId }) => commentId === comment).toReversed();
  };

  it.each([
    ['before the act', 'audit.written'],
    ['after the act, before it is marked as done', 'outbox.after-write'],
  ] as const)(
    'it tells of the act, and that nobody knows whether it was done: killed %s',
    async (_, point: CrashPoint) => {
      const comment = await post();
      await services.stopOne('catalog', 1);
      services.start('catalog', 1, { FAULT_POINT: point });
      await serves();
      const before = deaths;
      await Promise.allSettled([ask('admin', 'POST', `/papers/${PAPER}/comment/${comment}/hide`)]);
      await waitFor(
        () => deaths,
        (count) => count > before,
        PATIENT,
      );
      await serves();
      const [first] = await entriesOf(comment);
      expect(first).toMatchObject({ act: 'comment-hidden', done: false });
      const repeated = await waitFor(
        () => ask('admin', 'POST', `/papers/${PAPER}/comment/${comment}/hide`),
        ({ status }) => status === 204,
        PATIENT,
      );
      expect(repeated.status).toBe(204);
      expect((await entriesOf(comment))[0]).toMatchObject({ act: 'comment-hidden', done: false });
    },
    240_000,
  );
});
