import { type ShownSource, sources } from '@paperboy/contracts';
import { runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command } from 'commander';
import { countOf, durationOf } from '../progress/progress.js';

/** `npx paperboy sources`: each source with its cursor, last success, last error, lag and next run. */
export function sourcesCommand(): Command {
  return new Command('sources')
    .description(
      'list the sources that are kept current, and the harvests of the last month: where each goes on, when it was last ' +
        'read to its end, what went wrong last, and when it is read next',
    )
    .option('--json', 'print them as JSON')
    .action(({ json }: { json?: boolean }) =>
      runAsOperator(async ({ clients }) => {
        const { sources: all } = await clients.ask(sources.all, {});
        if (json) sayJson({ sources: all });
        else for (const line of sourceLines(all, new Date())) say(line);
      }),
    );
}

/** The sources in words: for each, how it is, and what happens next and when. */
export function sourceLines(all: readonly ShownSource[], now: Date): string[] {
  if (all.length === 0)
    return ['There are no sources: set SUBMIT_FROM to categories of arXiv, or HARVEST_SETS to sets of it.'];
  return all.flatMap((source) => {
    const { id, state, records, refused, lastSuccessAt, lagSeconds, lastError, nextAt, cursor } = source;
    const where = Object.entries(cursor)
      .filter(([name]) => name !== 'token')
      .map(([name, value]) => `${name} ${value}`);
    return [
      `${id}  ${state}`,
      `  ${countOf(records)} records${refused > 0 ? `, ${countOf(refused)} refused` : ''}`,
      ...(where.length > 0 ? [`  goes on at ${where.join(', ')}`] : []),
      lastSuccessAt
        ? `  last read to its end ${lastSuccessAt}, ${durationOf(lagSeconds ?? 0)} ago`
        : '  not yet read to its end',
      ...ownLines(source),
      ...(lastError
        ? [`  could not be read at ${lastError.at} (${lastError.code}): ${lastError.message}`]
        : []),
      ...(nextAt && state !== 'running' ? [`  ${nextOf(source, nextAt, now)}`] : []),
      ...(state === 'failing' && !nextAt ? ['  is given up: start the harvest again to go on'] : []),
    ];
  });
}

function ownLines({ url, license, everySeconds }: ShownSource): string[] {
  return [
    ...(url ? [`  reads ${url}`] : []),
    ...(everySeconds ? [`  pauses ${everySeconds} s between two requests`] : []),
    ...(license ? [`  licence of papers that name none: ${license}`] : []),
  ];
}

function nextOf({ state }: ShownSource, nextAt: string, now: Date): string {
  const seconds = (Date.parse(nextAt) - now.getTime()) / 1_000;
  const when = seconds > 0 ? `at ${nextAt}, in ${durationOf(seconds)}` : 'within a minute';
  return state === 'failing' ? `is tried again ${when}, from where it was` : `is read next ${when}`;
}
