import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../../deploy/local/paths.js';
import { withBenchStack } from './bench-stack.js';
import { compared, type Findings } from './figures.js';

const ROUNDS = 5;
const SECONDS = 3;
const CONCURRENCY = 32;
const PATH = '/api/daily_papers?limit=50';

/** `GET /api/daily_papers` of 50 papers at ranking's port and through web, against a bare Fastify with the same bytes. */
export function listsBench(): Promise<Findings> {
  return withBenchStack(50, async (stack) => {
    const answer = await fetch(stack.ranking + PATH);
    const [body, type] = [await answer.text(), answer.headers.get('content-type') ?? ''];
    const bareProcess = fork(join(projectRoot, 'dist/test/bench/bare.main.js'));
    try {
      bareProcess.send({ body, type });
      const [bareUrl] = (await once(bareProcess, 'message')) as [string];
      const rate = async (origin: string, seconds = SECONDS): Promise<number> =>
        (await stack.load.run({ kind: 'reads', url: origin + PATH, concurrency: CONCURRENCY, seconds }))
          .perSecond;
      for (const origin of [bareUrl, stack.ranking, stack.web]) await rate(origin, 2);
      const atRanking: { ours: number; bare: number }[] = [];
      const atWeb: { ours: number; bare: number }[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const bare = await rate(bareUrl);
        atRanking.push({ ours: await rate(stack.ranking), bare });
        atWeb.push({ ours: await rate(stack.web), bare });
      }
      return {
        figures: [
          compared(
            { name: "lists at ranking's port", unit: 'a second', aim: 'ratio 0.9 or more' },
            atRanking,
          ),
          compared({ name: 'lists through web', unit: 'a second', aim: 'ratio 0.8 or more' }, atWeb),
        ],
        memory: stack.memory(),
        notes: [
          `${Buffer.byteLength(body)} bytes, ${CONCURRENCY} in flight, ${ROUNDS} interleaved rounds of ${SECONDS} s.`,
        ],
      };
    } finally {
      bareProcess.disconnect();
    }
  });
}
