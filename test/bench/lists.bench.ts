import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../deploy/local/paths.js';
import { withBenchStack } from './bench-stack.js';
import { compared, type Findings } from './figures.js';

const ROUNDS = 5;
const SECONDS = 3;
const CONCURRENCY = 32;
const PATH = '/api/daily_papers?limit=50';
/** Whose processor time an answer takes. */
const ANSWERING = {
  bare: ['bare'],
  ranking: ['ranking', 'redis'],
  web: ['web', 'ranking', 'redis'],
} as const;
type Door = keyof typeof ANSWERING;
const DOORS = Object.keys(ANSWERING) as Door[];
const REST_SECONDS = 3;

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
      const origins: Record<Door, string> = { bare: bareUrl, ranking: stack.ranking, web: stack.web };
      const takenBy = (door: Door): number => {
        const taken = stack.processor();
        return ANSWERING[door].reduce((sum, name) => sum + (taken.get(name) ?? 0), 0);
      };
      // What they take of each second while nobody reads, for Kafka and for looking after themselves.
      const atRest: Record<Door, number> = { bare: 0, ranking: 0, web: 0 };
      const measured = async (door: Door, seconds = SECONDS): Promise<Measured> => {
        const [before, begin] = [takenBy(door), performance.now()];
        const url = origins[door] + PATH;
        const job = { kind: 'reads', url, concurrency: CONCURRENCY, seconds } as const;
        const { done, perSecond } = await stack.load.run(job);
        const rest = (atRest[door] * (performance.now() - begin)) / 1000;
        return { perSecond, processorUs: ((takenBy(door) - before - rest) * 1000) / done };
      };
      for (const door of DOORS) await measured(door, 2);
      const resting = DOORS.map(takenBy);
      await sleep(REST_SECONDS * 1000);
      for (const [at, door] of DOORS.entries())
        atRest[door] = (takenBy(door) - (resting[at] ?? 0)) / REST_SECONDS;
      const rounds: Record<Door, Measured>[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        rounds.push({
          bare: await measured('bare'),
          ranking: await measured('ranking'),
          web: await measured('web'),
        });
      }
      const against = (door: Door, what: keyof Measured): { ours: number; bare: number }[] =>
        rounds.map((round) => ({ ours: round[door][what], bare: round.bare[what] }));
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
          "Processor time is the bare process's; ranking's and Redis'; web's, ranking's and Redis'. What they take at rest is left out.",
        ],
      };
    } finally {
      bareProcess.disconnect();
    }
  });
}
