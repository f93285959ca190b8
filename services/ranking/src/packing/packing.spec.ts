import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { history } from '../../test/histories.js';
import { connectServers, PackingUnderTest, type Servers, SHOWN } from '../../test/packing-under-test.js';
import type { ChangeEvent } from '../intake/changes.js';
import type { ListPage, Scope } from '../live/live-lists.store.js';
import type { Marked } from './packer.store.js';

const SCOPES: Scope[] = ['', 'c:cs.AI', 'c:cs.LG', 'c:hep-th', 's:cy', 's:cy-3', 's:arxiv', 's:bob_bob_bob_'];
const PEOPLE = ['annaannaanna', 'bob_bob_bob_', 'cy', 'arxiv', 'nobody'];

let servers: Servers;

beforeAll(async () => {
  servers = await connectServers();
});

afterAll(async () => {
  await servers?.stop();
});

type Shown = Pick<ListPage, 'total' | 'papers'>;

/** The shown part of the lists that packing touches. */
async function shown({ state, reader }: PackingUnderTest): Promise<Record<string, Shown>> {
  const lists: Record<string, Shown> = {};
  for (const scope of SCOPES) {
    for (const list of ['trending', 'new']) {
      const most = scope.startsWith('s:') ? 100 : scope === '' ? SHOWN.all : SHOWN.scoped;
      const page = await state.page(list, scope, 0, 100, most, (away) => reader.cards(away));
      lists[`${list} ${scope}`] = { total: page.total, papers: page.papers };
    }
  }
  return lists;
}

/** The numbers, histories and figures of single papers. */
async function single({ reader, trending }: PackingUnderTest, ids: readonly string[]): Promise<unknown[]> {
  const bySeq = (a: { seq: number }, b: { seq: number }) => a.seq - b.seq;
  const votes = (await reader.votes(ids)).map((some) =>
    some
      .map((vote) => ({ ...vote, times: vote.times.join() }))
      .sort((a, b) => bySeq(a, b) || (a.times < b.times ? -1 : 1)),
  );
  const papers = (await reader.papers(ids)).map((paper) => {
    if (!paper) return undefined;
    const { z: _token, k: _mark, ...figures } = paper.figures;
    return { ...paper, figures };
  });
  const standing = [];
  for (const person of ['', ...PEOPLE]) standing.push(await reader.standing(ids, person));
  return [standing, papers, votes, (await trending.ids(100)).sort()];
}

type Step = 'settle' | 'turn' | 'mark' | 'write' | 'commit' | 'restore' | 'refill' | 'again';
const step = fc.constantFrom<Step>(
  'settle',
  'turn',
  'turn',
  'mark',
  'write',
  'commit',
  'restore',
  'refill',
  'again',
);

/** Packings that were begun and are at their first or second step. */
interface Begun {
  marked: Marked[];
  written: { token: string; ids: string[] }[];
}

async function take(step: Step, lists: PackingUnderTest, begun: Begun): Promise<void> {
  const { generation, packer } = lists;
  if (step === 'turn') await packer.pack(generation, await lists.ids());
  if (step === 'refill') await lists.refiller.refill(generation);
  if (step === 'restore') await lists.restorer.restore(generation, (await lists.away()).slice(0, 2));
  if (step === 'mark') begun.marked.push(await packer.mark(generation, await lists.ids()));
  if (step === 'write') {
    const marked = begun.marked.shift();
    if (!marked) return;
    const ids = await packer.write(generation, marked.token, [...marked.votesOf.keys()]);
    begun.written.push({ token: marked.token, ids });
  }
  if (step === 'commit') {
    const written = begun.written.shift();
    if (written) await packer.commit(generation, written.token, written.ids);
  }
}

describe('lists whose spent papers are packed', () => {
  it('are those of lists that never pack, whatever comes between the steps, duplicates and restoring included', async () => {
    let packedEver = 0;
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(fc.array(step, { maxLength: 4 }), { minLength: 30, maxLength: 30 }),
        async (events, plan) => {
          const lists = new PackingUnderTest(servers);
          const never = new PackingUnderTest(servers);
          await Promise.all([lists.begin(), never.begin()]);
          const begun: Begun = { marked: [], written: [] };
          const size = Math.ceil(events.length / plan.length);
          const both = async (some: readonly ChangeEvent[]) => {
            await lists.take(some);
            await never.take(some);
          };
          for (const [at, steps] of plan.entries()) {
            await both(events.slice(at * size, (at + 1) * size));
            for (const one of steps) {
              if (one === 'settle') await Promise.all([lists.settle(), never.settle()]);
              // As if a former consumer delivered the first events again.
              else if (one === 'again') await both(events.slice(0, size));
              else await take(one, lists, begun);
            }
          }
          packedEver += (await lists.away()).length;
          const ids = [...new Set([...(await never.ids()), 'hep-th/9999999'])];
          // A list from which many papers were withdrawn may end early until the next turn. It never skips one.
          const truth = await shown(never);
          for (const [list, { papers }] of Object.entries(await shown(lists)))
            expect(papers).toEqual(truth[list]?.papers.slice(0, papers.length));
          await lists.refiller.refill(lists.generation);
          expect(await shown(lists)).toEqual(truth);
          expect(await single(lists, ids)).toEqual(await single(never, ids));
          await lists.restorer.restore(lists.generation, await lists.away());
          expect(await lists.dump()).toEqual(await never.dump());
          await Promise.all([lists.clear(), never.clear()]);
        },
      ),
      { numRuns: 40, endOnFailure: true },
    );
    expect(packedEver).toBeGreaterThan(20);
  }, 300_000);
});
