import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { LoadJob, LoadResult, Voter } from './load-job.js';

/** Casts votes at an even rate, whatever the answers take, and says how long each answer took and how many were none. */
export async function steadyVotes(job: Extract<LoadJob, { kind: 'steady' }>): Promise<LoadResult> {
  const pool = new Pool(job.url, { connections: 64, pipelining: 1 });
  const answerMs: number[] = [];
  let refused = 0;
  const cast = async (nth: number): Promise<void> => {
    const { token } = job.voters[Math.floor(nth / job.papers.length) % job.voters.length] as Voter;
    const path = `/api/papers/${job.papers[nth % job.papers.length]}/upvote`;
    const asked = performance.now();
    const { statusCode, body } = await pool.request({
      path,
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    await body.dump();
    if (statusCode === 200) answerMs.push(performance.now() - asked);
    else refused += 1;
  };
  try {
    const begin = performance.now();
    const casting: Promise<void>[] = [];
    while (performance.now() - begin < job.seconds * 1000) {
      const due = Math.ceil(((performance.now() - begin) / 1000) * job.perSecond);
      while (casting.length < due) casting.push(cast(job.from + casting.length));
      await sleep(2);
    }
    await Promise.all(casting);
    return { done: casting.length, perSecond: job.perSecond, visibleMs: [], answerMs, refused };
  } finally {
    await pool.close();
  }
}
