import { operations, type Replay } from '@paperboy/contracts';
import { runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command } from 'commander';

interface ReplayOptions {
  formula: string;
  from: string;
  to: string;
  json?: boolean;
}

/** `npx paperboy replay`: how another formula would have ordered the papers of the past. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('order the papers of past days by a formula, and print how that differs from trending')
    .requiredOption('--formula <name>', 'trending, hacker-news or reddit-hot')
    .requiredOption('--from <day>', 'the first day, YYYY-MM-DD')
    .requiredOption('--to <day>', 'the last day, YYYY-MM-DD')
    .option('--json', 'print the days as JSON, with the first ten of each order')
    .action(({ formula, from, to, json }: ReplayOptions) =>
      runAsOperator(async ({ clients }) => {
        const replay = await clients.ask(operations.replay, { query: { formula, from, to } });
        if (json) sayJson(replay);
        else for (const line of table(replay)) say(line);
      }),
    );
}

function table({ formula, source, days }: Replay): string[] {
  const lines = days.map(({ day, papers, overlapAt10, kendallTau }) => {
    const tau = kendallTau === undefined ? '     -' : kendallTau.toFixed(3).padStart(6);
    return `${day}  ${String(papers).padStart(6)}  ${String(overlapAt10).padStart(10)}  ${tau}`;
  });
  const head = `${formula} against trending, at the end of each day (${source})`;
  return [head, 'day         papers  overlap@10     tau', ...lines];
}
