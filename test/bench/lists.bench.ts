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
/** Whose processor time an answer takes; the bare process answers alone. */
const ANSWERING = ['bare', 'ranking', 'web', 'redis'];

interface Measured {
  perSecond: number;
  processorUs: number;
}

/** `GET /api/daily_papers` of 50 papers at ranking's port and through web, against a bare Fastify with the same bytes. */
export function listsBench(): Promise<Findings> {
  return withBenchStack(50, async (stack) => {
    const answer = await fetch(stack.ranking + PATH);
    const [body, type] = [await answer.text(), answer.headers.get('content-type') ?? ''];
    const bareProcess = fork(join(projectRoot, 'dist/test/bench/bare.main.js'));
    try {
      bareProcess.send({ body, type });
      const [bareUrl] = (await once(bareProcess, 'message')) as [string];
      const measured = async (origin: string, seconds = SECONDS): Promise<Measured> => {
        const before = stack.processor();
        const { done, perSecond } = await stack.load.run({
          kind: 'reads',
          url: origin + PATH,
          concurrency: CONCURRENCY,
          seconds,
        });
        const after = stack.processor();
        const ms = ANSWERING.map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
        return { perSecond, processorUs: (ms.reduce((sum, part) => sum + part, 0) * 1000) / done };
      };
      for (const origin of [bareUrl, stack.ranking, stack.web]) await measured(origin, 2);
      const rounds: Record<'bare' | 'ranking' | 'web', Measured>[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        rounds.push({
          bare: await measured(bareUrl),
          ranking: await measured(stack.ranking),
          web: await measured(stack.web),
        });
      }
      const against = (part: 'ranking' | 'web', what: keyof Measured): { ours: number; bare: number }[] =>
        rounds.map((round) => ({ ours: round[part][what], bare: round.bare[what] }));
      return {
        figures: [
          compared(
            { name: "lists at ranking's port", unit: 'a second', aim: 'ratio 0.9 or more' },
            against('ranking', 'perSecond'),
          ),
          compared(
            { name: 'lists through web', unit: 'a second', aim: 'ratio 0.8 or more' },
            against('web', 'perSecond'),
          ),
          compared(
            { name: "processor time of a list at ranking's port", unit: 'µs' },
            against('ranking', 'processorUs'),
          ),
          compared(
            { name: 'processor time of a list through web', unit: 'µs' },
            against('web', 'processorUs'),
          ),
        ],
        memory: stack.memory(),
        notes: [
          `${Buffer.byteLength(body)} bytes, ${CONCURRENCY} in flight, ${ROUNDS} interleaved rounds of ${SECONDS} s.`,
          'Processor time is that of the bare process, or of ranking, web and redis together.',
        ],
      };
    } finally {
      bareProcess.disconnect();
    }
  });
}
