import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { digestsBench } from './digests.bench.js';
import { duringImportBench } from './during-import.bench.js';
import { type Findings, table } from './figures.js';
import { growthBench } from './growth.bench.js';
import { importBench } from './import.bench.js';
import { listsBench } from './lists.bench.js';
import { memoryBench } from './memory.bench.js';
import { searchBench } from './search.bench.js';
import { spentBench } from './spent.bench.js';
import { votesBench } from './votes.bench.js';

const USAGE = `npm run bench -- votes|lists|growth|memory|spent|search|import|digests [--json] [--during-import] [--votes COUNT] [--lines COUNT] [--subscribers COUNT] [--sent COUNT]

  votes    votes acknowledged per second, and how soon they are on the list; with
           --during-import, how long votes take while an import runs
  lists    GET /api/daily_papers of 50 papers per second
  growth   what a vote costs among many; --votes says among how many (1000000)
  memory   what Redis takes for a paper and for a vote
  spent    what Redis takes for papers whose weight is spent, before and after they
           are packed; --votes says for how many votes (1000000)
  search   how long searches take, among SEARCH_PAPERS papers (100000)
  import   papers of a snapshot stored and searchable per second; --lines says of how
           many lines (20000), such as 1000000
  digests  digests planned and sent per second; --subscribers says how many readers
           there are (1000000), --sent to how many of them it sends (100000)`;

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
      lines: { type: 'string' },
      subscribers: { type: 'string' },
      sent: { type: 'string' },
    },
  });
  const many = Number(values.votes ?? 1_000_000);
  const lines = Number(values.lines ?? 20_000);
  const subscribers = Number(values.subscribers ?? 1_000_000);
  const sent = Number(values.sent ?? Math.min(100_000, subscribers / 2));
  const scenarios: Record<string, () => Promise<Findings>> = {
    votes: values['during-import'] ? duringImportBench : votesBench,
    lists: listsBench,
    growth: () => growthBench(many),
    memory: memoryBench,
    spent: () => spentBench(many),
    import: () => importBench(lines),
    digests: () => digestsBench({ subscribers, sent }),
    search: () => searchBench(Number(process.env.SEARCH_PAPERS ?? 100_000)),
  };
  const [name = '', ...more] = positionals;
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (
    values.help ||
    !scenario ||
    more.length ||
    ![many, lines, subscribers, sent].every((count) => Number.isInteger(count) && count >= 1_000) ||
    many < 10_000 ||
    subscribers < 2 * sent
  ) {
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
