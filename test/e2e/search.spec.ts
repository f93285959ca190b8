import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get as httpGet } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SearchAnswer, type SearchRebuild } from '@paperboy/contracts';
import { Identity, SystemClock } from '@paperboy/platform';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { snapshotLine } from './snapshot-lines.js';

interface Found {
  paper: { id: string; upvotes: number };
  highlightedTitle: string;
  highlightedSummary: string;
}

const PATIENT = { timeoutMs: 60_000 };

describe('The search, from a file to an answer', () => {
  let services: RunningServices;
  let folder: string;
  let token: string;
  let imports = 0;

  const get = (path: string) =>
    fetch(`${services.publicUrl}${path}`, { signal: AbortSignal.timeout(10_000) });
  const search = (text: string, more = '') => get(`/api/papers/search?q=${encodeURIComponent(text)}${more}`);
  const found = async (text: string, more = ''): Promise<string[]> => {
    const answer = await search(text, more);
    if (answer.status !== 200) return [];
    return ((await answer.json()) as Found[]).map(({ paper }) => paper.id);
  };
  const bring = async (...lines: string[]) => {
    const file = join(folder, `snapshot-${imports++}.jsonl`);
    await writeFile(file, `${lines.join('\n')}\n`);
    await services.operator(['import', file, '--json']);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-search-'));
    services = await startServices({ services: { ingest: 1, catalog: 2, ranking: 1, web: 1 } });
    token = (await services.operator(['people', 'token', 'carol@example.org', '--role', 'curator'])).trim();
    await bring(
      snapshotLine('2611.70001', 'Moths and lanterns'),
      snapshotLine('2611.70002', 'Lanterns and moths of $L_2$ <night>'),
      snapshotLine('2611.70003', 'A lantern alone'),
    );
  }, 120_000);

  afterAll(async () => {
    await services?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('finds what was imported, the exact phrase first, on every replica', async () => {
    for (const address of services.addresses('catalog')) {
      const ids = await waitFor(
        async () => {
          const answer = await fetch(`${address}/api/papers/search?q=moths+lanterns`);
          return answer.status === 200 ? ((await answer.json()) as Found[]).map(({ paper }) => paper.id) : [];
        },
        (seen) => seen.length === 2,
        PATIENT,
      );
      expect(ids.sort()).toEqual(['2611.70001', '2611.70002']);
    }
    expect(await found('"lanterns and moths"')).toEqual(['2611.70002']);
    expect((await found('lanterns and moths'))[0]).toBe('2611.70002');
  });

  it('answers as clients expect: a bare array with highlighted texts, and a link to the next page', async () => {
    const answer = await search('lantern', '&limit=2&sort=date');
    expect(answer.headers.get('link')).toMatch(
      /<\/api\/papers\/search\?q=lantern&limit=2&sort=date&p=1&v=[\w-]+>; rel="next"/,
    );
    const items = (await answer.json()) as Found[];
    expect(items).toHaveLength(2);
    const [night] = (await (await search('l2 moths')).json()) as Found[];
    expect(night?.highlightedTitle).toBe(
      'Lanterns and <mark>moths</mark> of <mark>L₂</mark> &#60;night&#62;',
    );
  });

  it('finds a new paper a moment after it came, and its like', async () => {
    await bring(snapshotLine('2611.70004', 'Glowworms beside lanterns'));
    await waitFor(
      () => found('glowworms'),
      (ids) => ids.includes('2611.70004'),
      PATIENT,
    );
    const similar = await waitFor(
      async () =>
        (await get('/api/papers/2611.70001/similar')).json() as Promise<{ paper: { id: string } }[]>,
      (items) => Array.isArray(items) && items.length > 0,
      PATIENT,
    );
    expect(similar.map(({ paper }) => paper.id)).toContain('2611.70002');
    expect((await get('/api/papers/2611.79999/similar')).status).toBe(404);
  });

  it('shows upvotes at once, and is sorted by them soon after', async () => {
    const vote = await fetch(`${services.publicUrl}/api/papers/2611.70003/upvote`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(vote.status).toBe(200);
    const byUpvotes = async () => (await (await search('lanterns', '&sort=upvotes')).json()) as Found[];
    const all = await waitFor(
      byUpvotes,
      ([first]) => first?.paper.id === '2611.70003' && first.paper.upvotes === 1,
      PATIENT,
    );
    expect(all).toHaveLength(4);
  });

  it('shows each paper once to a reader who goes from page to page while votes move the papers', async () => {
    const first = await search('lanterns', '&sort=upvotes&limit=2');
    const shown = ((await first.json()) as Found[]).map(({ paper }) => paper.id);
    const next = /<(.+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const last = (await found('lanterns', '&sort=upvotes')).at(-1) ?? '';
    for (const person of ['dora', 'emil']) {
      const voter = (await services.operator(['people', 'token', `${person}@example.org`])).trim();
      await fetch(`${services.publicUrl}/api/papers/${last}/upvote`, {
        method: 'POST',
        headers: { authorization: `Bearer ${voter}` },
      });
    }
    await waitFor(
      () => found('lanterns', '&sort=upvotes'),
      ([leader]) => leader === last,
      PATIENT,
    );
    for (const address of services.addresses('catalog')) {
      const second = await fetch(`${address}${next}`);
      const ids = ((await second.json()) as Found[]).map(({ paper }) => paper.id);
      expect([second.headers.get('link'), second.headers.get('x-list-order')]).toEqual([null, null]);
      expect([...shown, ...ids].sort()).toEqual((await found('lanterns')).sort());
    }
    const lost = await search('lanterns', '&limit=2&p=1&v=none');
    expect([lost.status, lost.headers.get('x-list-order')]).toEqual([200, 'lost']);
  });

  it('says of what it can not read where that stands', async () => {
    const answer = await search('moths from:yesterday');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      code: 'bad-date',
      detail: expect.stringContaining('At character 7'),
      fields: [{ field: 'q', value: 'from:yesterday' }],
    });
  });

  it('answers hostile texts with 200 or 400', async () => {
    const texts = [
      '"'.repeat(300),
      '"'.repeat(3_000),
      `${'('.repeat(100)}moths`,
      'moths* OR title:^moths NEAR(moths lanterns)',
      '{title summary}: moths -- ; DROP TABLE papers',
      'moths\u0000lanterns',
      '\u202emoths\u202c',
      '😀 moths',
      '蛾と灯籠',
      'a* '.repeat(75),
      `${'moths '.repeat(24)}`,
      'x'.repeat(300),
    ];
    for (const text of texts)
      for (const more of ['', '&p=1000000', '&sort=trending&trending=true', '&date=2026-11-22']) {
        const { status } = await search(text, more);
        // An address with thousands of quotes is too long already.
        expect([text.slice(0, 30), more, [200, 400, 414].includes(status)]).toEqual([
          text.slice(0, 30),
          more,
          true,
        ]);
      }
  });

  it('answers ten thousand quotes, at the door and at the catalog, with a refusal', async () => {
    const target = `/api/papers/search?q=${'"'.repeat(10_000)}`;
    const statusOf = (address: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const { hostname, port } = new URL(address);
        // fetch would escape each quote, and the address would be refused before anybody reads it.
        httpGet({ hostname, port, path: target }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        }).on('error', reject);
      });
    expect(await statusOf(services.publicUrl)).toBe(414);
    for (const address of services.addresses('catalog')) expect(await statusOf(address)).toBe(400);
  });

  it('tells a page all that it says of a search', async () => {
    const identity = new Identity(
      { SERVICE_SECRET: services.environment.SERVICE_SECRET ?? '' },
      new SystemClock(),
    );
    const ask = async (query: string) => {
      const answer = await fetch(`${services.addresses('catalog')[0]}/internal/search?${query}`, {
        headers: {
          authorization: `Bearer ${await identity.sign({ kind: 'service', name: 'web' }, 'catalog')}`,
        },
      });
      return (await answer.json()) as SearchAnswer;
    };
    const none = await ask('q=lantrens&facets=true');
    expect(none).toMatchObject({ total: 0, suggestions: [{ kind: 'spelling', q: 'lanterns', total: 4 }] });
    const some = await ask('q=moths+cat:cs.*&facets=true');
    expect(some).toMatchObject({
      total: 2,
      counted: true,
      asked: [
        { kind: 'word', text: 'moths' },
        { kind: 'category', text: 'cs.*' },
      ],
      numbersCurrent: true,
    });
    expect(some.facets?.of).toBe(2);
    expect((await ask('q=glow&typing=true')).total).toBe(1);
    expect((await ask('q=https://arxiv.org/abs/2611.70003v1')).paper).toBe('2611.70003');
  });

  it('finds as much after a kill -9 and after a rebuild, and has every paper once', async () => {
    services.kill('catalog', 1, 'SIGKILL');
    await bring(snapshotLine('2611.70005', 'Lanterns again'));
    await services.ready();
    await services.operator(['rebuild', 'search', '--json']);
    for (const address of services.addresses('catalog')) {
      const ids = await waitFor(
        async () => {
          const answer = await fetch(`${address}/api/papers/search?q=lanterns&sort=date`);
          return answer.status === 200 ? ((await answer.json()) as Found[]).map(({ paper }) => paper.id) : [];
        },
        (seen) => seen.length === 5,
        PATIENT,
      );
      expect(new Set(ids).size).toBe(5);
    }
    const progress = JSON.parse(
      await services.operator(['rebuild', 'search', '--no-wait', '--json']),
    ) as SearchRebuild;
    expect(progress).toMatchObject({ generation: 3 });
  }, 120_000);
});
