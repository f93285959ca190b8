import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { papers as endpoints, people } from '@paperboy/contracts';
import { Identity, ServiceClients, SystemClock } from '@paperboy/platform';
import { type RunningServices, startServices, startTestStack, waitFor } from '@paperboy/testing';
import { memoryOfTree } from '../../deploy/local/machine/memory.js';
import { snapshotLine } from '../e2e/snapshot-lines.js';
import { Load } from './load.js';
import type { Voter } from './load-job.js';
import { processorMs } from './processor.js';

/** Limits that would end the load before it is one, and checks that are for tests. */
const WITHOUT_LIMITS = {
  CHECK_ANSWERS: 'false',
  NEW_PERSON_HOURS: '0',
  SUBMISSIONS_PER_DAY: '1000',
  SUBMISSION_MAX_AGE_DAYS: '36500',
  WRITES_PER_MINUTE: '0',
  ANONYMOUS_WRITES_PER_MINUTE: '0',
  UNKNOWN_CREDENTIALS_PER_MINUTE: '0',
};
const MEASURED = ['ingest', 'catalog', 'ranking', 'web'] as const;

/** A stack for one benchmark, with papers on the list of today. */
export interface BenchStack {
  services: RunningServices;
  load: Load;
  secret: string;
  papers: string[];
  catalog: string;
  ranking: string;
  web: string;
  /** Makes accounts with tokens. */
  voters(count: number): Promise<Voter[]>;
  /** Megabytes of each service. */
  memory(): Record<string, number>;
  /** Milliseconds of processor time that each service and part has taken so far. */
  processor(): Map<string, number>;
  close(): Promise<void>;
}

/** Starts a stack of its own with so many submitted papers, has the work done, and takes all away again. */
export async function withBenchStack<T>(papers: number, work: (stack: BenchStack) => Promise<T>): Promise<T> {
  const backing = await startTestStack();
  const load = new Load();
  let services: RunningServices | undefined;
  try {
    services = await startServices({
      services: { ingest: 1, catalog: 1, ranking: 1, web: 1 },
      env: WITHOUT_LIMITS,
    });
    const stack = await prepared(services, load, papers);
    try {
      return await work(stack);
    } finally {
      await stack.close();
    }
  } finally {
    load.stop();
    await services?.stop();
    await backing.stop();
  }
}

async function prepared(services: RunningServices, load: Load, count: number): Promise<BenchStack> {
  const secret = services.environment.SERVICE_SECRET ?? '';
  const [catalog = '', ranking = '', web = ''] = (['catalog', 'ranking', 'web'] as const).map(
    (name) => services.addresses(name)[0],
  );
  const papers = Array.from({ length: count }, (_, at) => `2611.${String(at + 1).padStart(5, '0')}`);
  await imported(services, papers);
  const identity = new Identity({ SERVICE_SECRET: secret }, new SystemClock());
  const addresses = { INGEST_URL: [], CATALOG_URL: [catalog], RANKING_URL: [ranking], MAILER_URL: [] };
  const clients = new ServiceClients(addresses, identity, { kind: 'service', name: 'operator' });
  const voters = (wanted: number): Promise<Voter[]> =>
    inLanes(wanted, 16, async (at) => {
      const address = `voter-${at}@example.org`;
      const { person, token } = await clients.ask(people.token, { body: { address } });
      return { id: person.id, handle: person.handle, token };
    });
  const [curator] = (await voters(1)) as [Voter];
  const { id, handle } = curator;
  await inLanes(count, 8, (at) =>
    clients.ask(
      endpoints.submit,
      { body: { paperId: papers[at] as string } },
      { as: { kind: 'person', id, handle, name: handle, role: 'curator' } },
    ),
  );
  await waitFor(
    async () => (await (await fetch(`${ranking}/api/daily_papers?limit=100`)).json()) as unknown[],
    (items) => items.length === Math.min(100, count),
  );
  const memory = (): Record<string, number> =>
    Object.fromEntries(
      MEASURED.map((name) => [name, memoryOfTree(services.pid(name) ?? process.pid) / 1_000_000]),
    );
  const processor = (): Map<string, number> =>
    processorMs(new Map(MEASURED.map((name) => [services.pid(name) ?? 0, name])));
  const close = (): Promise<void> => clients.onApplicationShutdown();
  return { services, load, secret, papers, catalog, ranking, web, voters, memory, processor, close };
}

async function imported(services: RunningServices, papers: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
  try {
    const file = join(folder, 'papers.jsonl');
    const lines = papers.map((id, at) => snapshotLine(id, `A paper about lanterns, part ${at + 1}`));
    await writeFile(file, `${lines.join('\n')}\n`);
    await services.operator(['import', file, '--json']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs numbered pieces of work, so many at a time. */
async function inLanes<T>(count: number, lanes: number, work: (at: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < count; at = next++) done[at] = await work(at);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return done;
}
