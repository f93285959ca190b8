import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPythonClient, type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { snapshotLine } from '../e2e/snapshot-lines.js';
import { PUBLICATION_ROLL_OVER, today } from '../faults/publication-day.js';

const client = findPythonClient();
if (client === undefined)
  console.warn(
    'Skipped: the official Python client is not in .paperboy/parts; CI=true npm test puts it there.',
  );

const LONG_MS = 240_000;
const IDS = ['2611.60001', '2611.60002', '2611.60003'] as const;
const UNKNOWN = '2611.69999';

interface Told {
  id: string;
  title: string;
  summary: string;
  upvotes: number | null;
  published_at: string;
  submitted_by?: { username: string; fullname: string };
}

(client === undefined ? describe.skip : describe)('The official Python client, unpatched', () => {
  let services: RunningServices;
  let folder: string;
  let handle: string;

  /** Runs `hf papers …` and gives what it wrote; rejects when it fails. */
  const hf = async (...args: string[]): Promise<string> => {
    const { program, args: first, env } = client as NonNullable<typeof client>;
    const { stdout } = await promisify(execFile)(program, [...first, 'papers', ...args], {
      timeout: 60_000,
      env: {
        PATH: process.env.PATH ?? '',
        ...env,
        HF_ENDPOINT: services.publicUrl,
        HF_HOME: folder,
        HF_HUB_DISABLE_TELEMETRY: '1',
        HF_HUB_DISABLE_UPDATE_CHECK: '1',
        // A wide terminal, so that tables fold no titles.
        COLUMNS: '200',
      },
    });
    return stdout;
  };
  const told = async (...args: string[]) => JSON.parse(await hf(...args, '--json')) as Told[];
  const ids = async (...args: string[]) => (await told(...args)).map(({ id }) => id).sort();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-client-'));
    services = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, web: 1 },
      env: { PUBLICATION_ROLL_OVER },
    });
    const token = (
      await services.operator(['people', 'token', 'carol@example.org', '--role', 'curator'])
    ).trim();
    const write = (path: string, body?: object) =>
      fetch(`${services.publicUrl}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const file = join(folder, 'snapshot.jsonl');
    await writeFile(file, IDS.map((id, at) => `${snapshotLine(id, `Lanterns, part ${at}`)}\n`).join(''));
    await services.operator(['import', file, '--json']);
    for (const paperId of IDS) expect((await write('/api/papers/submit', { paperId })).status).toBe(201);
    expect((await write(`/api/papers/${IDS[1]}/upvote`)).status).toBe(200);
    const items = await waitFor(
      async () => (await told('ls', '--date', today)) as (Told & { upvotes: number })[],
      (seen) => seen.length === IDS.length && seen.some(({ upvotes }) => upvotes === 1),
      { timeoutMs: 60_000 },
    );
    handle = items[0]?.submitted_by?.username ?? '';
  }, LONG_MS);

  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it(
    'lists the papers of a day, a week, a month, and of nothing said, the one with the upvote first',
    async () => {
      const month = today.slice(0, 7);
      for (const args of [[], ['--date', today], ['--week', weekOf(today)], ['--month', month]]) {
        const items = await told('ls', ...args);
        expect([args, items.map(({ id }) => id)]).toEqual([args, [IDS[1], IDS[0], IDS[2]]]);
        expect(items[0]).toMatchObject({
          title: 'Lanterns, part 1',
          upvotes: 1,
          submitted_by: { username: handle, fullname: expect.any(String) },
        });
      }
      expect(await told('ls', '--date', '2023-05-04')).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'sorts, limits, and lists what one person submitted',
    async () => {
      expect((await told('ls', '--sort', 'trending')).map(({ id }) => id)[0]).toBe(IDS[1]);
      expect(await ids('ls', '--sort', 'publishedAt')).toEqual(IDS);
      expect(await told('ls', '--limit', '1')).toHaveLength(1);
      expect(handle).not.toBe('');
      expect(await ids('ls', '--submitter', handle)).toEqual(IDS);
      expect(await ids('ls', '--submitter', 'nobody-at-all')).toEqual([]);
    },
    LONG_MS,
  );

  it(
    'shows tables and plain ids as well',
    async () => {
      const table = await hf('ls', '--format', 'human');
      for (const id of IDS) expect(table).toContain(id);
      expect(table).toContain('Lanterns, part 1');
      expect((await hf('ls', '--quiet')).trim().split('\n').sort()).toEqual(IDS);
      expect(await hf('ls', '--format', 'agent')).toContain(IDS[0]);
    },
    LONG_MS,
  );

  it(
    'tells of a paper, and says that it does not know one',
    async () => {
      const paper = JSON.parse(await hf('info', IDS[1], '--json')) as Told;
      expect(paper).toMatchObject({ id: IDS[1], title: 'Lanterns, part 1', upvotes: 1 });
      expect(await hf('info', IDS[1])).toContain('Lanterns, part 1');
      await expect(hf('info', UNKNOWN)).rejects.toMatchObject({
        stderr: expect.stringMatching(/not found/i),
      });
    },
    LONG_MS,
  );

  it(
    'reads a paper as Markdown',
    async () => {
      expect(await hf('read', IDS[1])).toMatch(/^# Lanterns, part 1/);
      await expect(hf('read', UNKNOWN)).rejects.toMatchObject({
        stderr: expect.stringMatching(/not found/i),
      });
    },
    LONG_MS,
  );

  it(
    'searches',
    async () => {
      await waitFor(
        () => ids('search', 'lanterns'),
        (seen) => seen.length === IDS.length,
        { timeoutMs: 60_000 },
      );
      expect(await told('search', 'lanterns', '--limit', '2')).toHaveLength(2);
      expect(await hf('search', 'lanterns', '--format', 'human')).toContain(IDS[0]);
      expect(await told('search', 'nothing-of-the-kind')).toEqual([]);
    },
    LONG_MS,
  );
});

/** The ISO week of a day: the one that its Thursday is in. */
function weekOf(day: string): string {
  const thursday = new Date(`${day}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 3 - ((thursday.getUTCDay() + 6) % 7));
  const ofYear = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / 86_400_000);
  return `${thursday.getUTCFullYear()}-W${String(Math.floor(ofYear / 7) + 1).padStart(2, '0')}`;
}
