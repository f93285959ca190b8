import { setTimeout as sleep } from 'node:timers/promises';
import { Identity, SystemClock } from '@paperboy/platform';
import { Pool } from 'undici';
import type { LoadJob, LoadResult, Voter } from './load-job.js';

type VisibleJob = Extract<LoadJob, { kind: 'visible' }>;

const POLL_EVERY_MS = 15;
const LAST_WAIT_MS = 10_000;

interface ListedItem {
  paper: { id: string; upvotes: number };
}

/**
 * Casts votes at an even rate, whatever the answers take, and reads the list all the while: how long after the k-th
 * acknowledged vote for a paper does the list count k more than before? The time to poll is part of the figure.
 */
export async function measureVisible(job: VisibleJob): Promise<LoadResult> {
  const pool = new Pool(job.url, { connections: 64, pipelining: 1 });
  const list = new URL(job.listUrl);
  const reader = new Pool(list.origin, { connections: 1 });
  const identity = new Identity({ SERVICE_SECRET: job.secret }, new SystemClock());
  const acknowledged = new Map<string, number[]>(job.papers.map((id) => [id, []]));
  const seen = new Map<string, number>();
  const visibleMs: number[] = [];
  const answerMs: number[] = [];

  const upvotes = async (): Promise<Map<string, number>> => {
    const { body } = await reader.request({ path: list.pathname + list.search, method: 'GET' });
    const items = (await body.json()) as ListedItem[];
    return new Map(items.map(({ paper }) => [paper.id, paper.upvotes]));
  };
  const look = async (before: ReadonlyMap<string, number>): Promise<void> => {
    const now = await upvotes();
    const at = performance.now();
    for (const [id, times] of acknowledged) {
      const counted = (now.get(id) ?? 0) - (before.get(id) ?? 0);
      let from = seen.get(id) ?? 0;
      // A vote may be on the list before its answer has reached us; it is counted when the answer is there.
      for (; from < Math.min(counted, times.length); from++)
        visibleMs.push(Math.max(0, at - (times[from] ?? at)));
      seen.set(id, from);
    }
  };
  const cast = async (nth: number): Promise<void> => {
    const { id, handle } = job.voters[Math.floor(nth / job.papers.length)] as Voter;
    const paper = job.papers[nth % job.papers.length] as string;
    const token = await identity.sign(
      { kind: 'person', id, handle, name: handle, role: 'reader' },
      'catalog',
    );
    const asked = performance.now();
    const { statusCode, body } = await pool.request({
      path: `/api/papers/${paper}/upvote`,
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`A vote was answered ${statusCode}: ${text}`);
    acknowledged.get(paper)?.push(performance.now());
    answerMs.push(performance.now() - asked);
  };

  try {
    const before = await upvotes();
    const begin = performance.now();
    const total = Math.floor(job.perSecond * job.seconds);
    const casting: Promise<void>[] = [];
    const castAll = async (): Promise<void> => {
      while (casting.length < total) {
        const due = Math.min(total, Math.ceil(((performance.now() - begin) / 1000) * job.perSecond));
        while (casting.length < due) casting.push(cast(casting.length));
        await sleep(2);
      }
      await Promise.all(casting);
    };
    const watch = async (): Promise<void> => {
      const deadline = begin + job.seconds * 1000 + LAST_WAIT_MS;
      while (visibleMs.length < total && performance.now() < deadline) {
        await look(before);
        await sleep(POLL_EVERY_MS);
      }
    };
    await Promise.all([castAll(), watch()]);
    if (visibleMs.length < total)
      throw new Error(`${total - visibleMs.length} of ${total} votes did not come to the list.`);
    return { done: total, perSecond: job.perSecond, visibleMs, answerMs };
  } finally {
    await Promise.all([pool.close(), reader.close()]);
  }
}
