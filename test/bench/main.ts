import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { duringImportBench } from './during-import.bench.js';
import { type Findings, table } from './figures.js';
import { growthBench } from './growth.bench.js';
import { listsBench } from './lists.bench.js';
import { memoryBench } from './memory.bench.js';
import { votesBench } from './votes.bench.js';

const USAGE = `npm run bench -- votes|lists|growth|memory [--json] [--during-import] [--votes COUNT]

  votes    votes acknowledged per second, and how soon they are on the list; with
           --during-import, how long votes take while an import runs
  lists    GET /api/daily_papers of 50 papers per second
  growth   what a vote costs among many; --votes says among how many (1000000)
  memory   what Redis takes for a paper and for a vote`;

/** Runs the benchmark that the arguments name, and prints what it found. Gives the exit code. */
export async function bench(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      help: { type: 'boolean' },
      'during-import': { type: 'boolean' },
      votes: { type: 'string' },
    },
  });
  const many = Number(values.votes ?? 1_000_000);
  const scenarios: Record<string, () => Promise<Findings>> = {
    votes: values['during-import'] ? duringImportBench : votesBench,
    lists: listsBench,
    growth: () => growthBench(many),
    memory: memoryBench,
  };
  const [name = '', ...more] = positionals;
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (values.help || !scenario || more.length || !Number.isInteger(many) || many < 10_000) {
    (values.help ? console.log : console.error)(USAGE);
    return values.help ? 0 : 2;
  }
  const begin = performance.now();
  const findings = await scenario();
  const seconds = (performance.now() - begin) / 1000;
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
  if (values.json) console.log(JSON.stringify({ scenario: name, machine, seconds, ...findings }));
  else
    for (const line of [...table(findings), `${machine}; it took ${seconds.toFixed(0)} s.`])
      console.log(line);
  return 0;
}
