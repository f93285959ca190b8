import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningServices, startServices, waitFor } from '@paperboy/testing';
import { snapshotLine } from '../e2e/snapshot-lines.js';
import { listsOf } from '../faults/oracle/brute-force.js';
import { CatalogDocuments } from '../faults/oracle/catalog-documents.js';
import { difference, readList } from '../faults/oracle/ranking-lists.js';
import { PUBLICATION_ROLL_OVER, rollOverMs, today } from '../faults/publication-day.js';
import { randomOf } from '../faults/random.js';
import { countAtCutoff } from './count-at-cutoff.js';
import { type Asking, asking, ListsInRedis } from './live-lists.js';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** How often ranking is killed in each part. */
const KILLS = Number(process.env.KILLS ?? 3);
const PAPERS = 12;
const PEOPLE = 8;
const VOTERS_AT_ONCE = 4;

const random = randomOf(SEED);
const ids = Array.from({ length: PAPERS }, (_, at) => `2611.8${String(at).padStart(4, '0')}`);

describe(`ranking, killed at random moments (SEED=${SEED} KILLS=${KILLS})`, () => {
  let services: RunningServices;
  let folder: string;
  let lists: ListsInRedis;
  let documents: CatalogDocuments;
  let ask: Asking;
  let people: { id: string; handle: string; name: string; role: 'reader' | 'curator' }[];
  let votes = 0;

  /** Votes and withdrawals until `done`, as many people do at once; an answer that is no answer is asked for again. */
  const voting = async (done: () => boolean) => {
    const one = async () => {
      while (!done()) {
        const person = random.pick(people);
        const path = `/api/papers/${random.pick(ids)}/upvote`;
        const { status } = await ask('catalog', random.percent(70) ? 'POST' : 'DELETE', path, {
          kind: 'person',
          ...person,
        });
        if (status === 200) votes++;
      }
    };
    await Promise.all(Array.from({ length: VOTERS_AT_ONCE }, one));
  };

  /** Kills a replica of ranking again and again, each time at a moment that the seed says. */
  const killing = async (withinMs: number) => {
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(random.below(withinMs));
      const replica = 1 + random.below(2);
      if (services.pid('ranking', replica) !== undefined) services.kill('ranking', replica, 'SIGKILL');
    }
  };

  const during = async (work: () => Promise<void>) => {
    let over = false;
    const voted = voting(() => over);
    try {
      await work();
    } finally {
      over = true;
      await voted;
    }
  };

  // The fleet's own `ready` gives up on a replica that died often, as one that is killed here does.
  const serving = () =>
    Promise.all(
      services.operations('ranking').map((address) =>
        waitFor(
          () => fetch(`${address}/health/ready`),
          ({ status }) => status === 200,
          { timeoutMs: 60_000, everyMs: 250 },
        ),
      ),
    );

  /** Lists can't tell whether the newest votes have been read: one that was cast and taken back shows in none. */
  const votesAreRead = async () => {
    const votes = await documents.votes();
    await waitFor(
      async () => {
        const read = await lists.votes();
        return votes.filter(({ paperId, personId, seq }) => read.get(`${paperId} ${personId}`) !== seq);
      },
      (unread) => unread.length === 0,
      { timeoutMs: 60_000, everyMs: 250 },
    );
  };

  /** Every list of every replica, day to submitter, as counted from the catalog's documents; closed days are frozen. */
  const expectExact = async (closed: readonly string[] = []) => {
    await serving();
    await votesAreRead();
    const counted = listsOf(
      await documents.papers(),
      await documents.votes(),
      await documents.people(),
      rollOverMs,
    );
    const live = [...counted].filter(([path]) => !closed.some((day) => path.startsWith(`day?period=${day}`)));
    expect(live.length).toBeGreaterThan(20);
    for (const address of services.addresses('ranking')) {
      await waitFor(
        async () => {
          for (const [path, wanted] of live) {
            const differs = difference(path, wanted, await readList(address, path));
            if (differs) return differs;
          }
          return 'equal';
        },
        (state) => state === 'equal',
        { timeoutMs: 60_000, everyMs: 250 },
      );
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-ranking-kill-'));
    services = await startServices({
      services: { ranking: 2, catalog: 1 },
      env: {
        NEW_PERSON_HOURS: '0',
        VOTE_CHANGES_PER_DAY: '10000',
        CLOSE_EVERY_SECONDS: '5',
        PUBLICATION_ROLL_OVER,
      },
    });
    ask = asking(services);
    lists = new ListsInRedis(services);
    documents = await CatalogDocuments.open(services.namespace);
    people = [];
    for (let at = 0; at < PEOPLE; at++) {
      const role = at === 0 ? ('curator' as const) : ('reader' as const);
      const address = `person-${at}@example.org`;
      const made = await ask('catalog', 'POST', '/internal/people/tokens', 'operator', { address, role });
      const { person } = made.body as { person: { id: string; handle: string; name: string } };
      people.push({ ...person, role });
    }
    const file = join(folder, 'snapshot.jsonl');
    await writeFile(file, `${ids.map((id) => snapshotLine(id, `Lanterns, ${id}`)).join('\n')}\n`);
    await services.operator(['import', file, '--json']);
    const curator = { kind: 'person' as const, ...(people[0] as (typeof people)[number]) };
    for (const paperId of ids.slice(2)) {
      await waitFor(
        async () => (await ask('catalog', 'POST', '/api/papers/submit', curator, { paperId })).status,
        (status) => status === 201,
      );
    }
  }, 180_000);

  afterAll(async () => {
    await lists?.stop();
    await documents?.close();
    await services?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('during votes, loses none and counts none twice', async () => {
    await during(async () => {
      // However soon the first kill comes, votes are on their way then.
      await waitFor(
        () => votes,
        (count) => count > 20,
        { timeoutMs: 60_000 },
      );
      await killing(4_000);
    });
    await expectExact();
  }, 180_000);

  it('during a rebuild, finishes it, and the new generation has the same bits as the old', async () => {
    const before = await lists.current();
    await during(async () => {
      await waitFor(
        async () => (await ask('ranking', 'POST', '/internal/rebuild', 'operator')).status,
        (status) => status === 202 || status === 409,
        { timeoutMs: 60_000 },
      );
      await killing(3_000);
    });
    await waitFor(
      () => lists.current(),
      (now) => now !== before && now !== null,
      { timeoutMs: 60_000 },
    );
    await expectExact();
    const dump = await lists.bits();
    const second = await lists.current();
    await waitFor(
      async () => (await ask('ranking', 'POST', '/internal/rebuild', 'operator')).status,
      (status) => status === 202,
      { timeoutMs: 60_000 },
    );
    await waitFor(
      () => lists.current(),
      (now) => now !== second && now !== null,
      { timeoutMs: 60_000 },
    );
    expect(Object.keys(dump).length).toBeGreaterThan(10);
    expect(await lists.bits()).toEqual(dump);
  }, 240_000);

  it('during a close, freezes once what stood at the cutoff, and answers the same ever after', async () => {
    const path = `/internal/editions/day-${today}/close`;
    const close = () => ask('ranking', 'POST', path, 'operator');
    await during(async () => {
      const killed = killing(2_500);
      const closed = waitFor(close, ({ status }) => status === 200, { timeoutMs: 90_000, everyMs: 200 });
      await Promise.all([killed, closed]);
    });
    await serving();
    const first = await waitFor(close, ({ status }) => status === 200, { timeoutMs: 60_000 });
    const { edition, outcome } = first.body as {
      outcome: string;
      edition: { cutoffAt: string; contentDigest: string };
    };
    expect(outcome).toBe('was-closed');
    const page = await ask('ranking', 'GET', `/api/editions/day-${today}/papers?limit=100`);
    const { items } = page.body as { items: { rank: number; upvotes: number; paper: { id: string } }[] };
    const frozen = items.map(({ rank, upvotes, paper }) => ({ rank, id: paper.id, upvotes }));
    expect(frozen).toEqual(
      countAtCutoff(
        await documents.papers(),
        await documents.votes(),
        today,
        new Date(edition.cutoffAt),
        rollOverMs,
      ),
    );
    expect((await close()).body).toEqual(first.body);
    await expectExact([today]);
  }, 240_000);
});
