import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { snapshotLine } from '../e2e/snapshot-lines.js';
import { withBenchStack } from './bench-stack.js';
import { type Figure, type Findings, quantile } from './figures.js';

const VOTERS = 400;
/** Few enough that two cores have time left. */
const PER_SECOND = 40;
const QUIET_SECONDS = 15;
const LONGEST_SECONDS = 60;
const LINES = 12_000;

/** What an import does to people: how long votes through web take while one runs, against the same votes without it. */
export function duringImportBench(): Promise<Findings> {
  return withBenchStack(50, async ({ load, services, voters, papers, web, memory }) => {
    const people = await voters(VOTERS);
    let from = 0;
    const steady = async (seconds: number) => {
      const job = {
        kind: 'steady',
        url: web,
        voters: people,
        papers,
        perSecond: PER_SECOND,
        seconds,
        from,
      } as const;
      const result = await load.run(job);
      from += result.done;
      return { answerMs: result.answerMs, refused: result.refused ?? 0 };
    };
    const folder = await mkdtemp(join(tmpdir(), 'paperboy-bench-'));
    try {
      const file = join(folder, 'bulk.jsonl');
      const lines = Array.from({ length: LINES }, (_, at) =>
        snapshotLine(`2610.${String(at + 1).padStart(5, '0')}`, `A bulk paper, part ${at + 1}`),
      );
      await writeFile(file, `${lines.join('\n')}\n`);
      await steady(3);
      const quiet = await steady(QUIET_SECONDS);
      const begun = performance.now();
      let importSeconds = Number.NaN;
      const importing = services.operator(['import', file, '--json']).then(() => {
        importSeconds = (performance.now() - begun) / 1000;
      });
      const busy: number[] = [];
      let refused = 0;
      while (Number.isNaN(importSeconds) && performance.now() - begun < LONGEST_SECONDS * 1000) {
        const part = await steady(3);
        busy.push(...part.answerMs);
        refused += part.refused;
      }
      await importing;
      return {
        figures: [
          ...[0.5, 0.99, 1].map((part) => figure(part, busy, quiet.answerMs)),
          { name: 'votes that were not answered with 200', ours: refused, unit: 'in all', aim: '0' },
        ],
        memory: memory(),
        notes: [
          `${PER_SECOND} votes a second through web; the import of ${LINES} lines took ${importSeconds.toFixed(0)} s, of ` +
            `which people voted during at most ${LONGEST_SECONDS} s.`,
        ],
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

function figure(part: number, busy: readonly number[], quiet: readonly number[]): Figure {
  const [ours, bare] = [quantile(busy, part), quantile(quiet, part)];
  return {
    name: `answer to a vote during an import, ${part === 1 ? 'the longest' : `p${part * 100}`}`,
    ours,
    bare,
    ratio: ours / bare,
    unit: 'ms',
    ...(part === 0.99 ? { aim: 'ratio 2 or less' } : {}),
  };
}
