import { setTimeout as sleep } from 'node:timers/promises';
import { operations, search } from '@paperboy/contracts';
import { remark, runAsOperator, say, sayJson } from '@paperboy/platform';
import { Argument, Command } from 'commander';

const LOOK_AGAIN_MS = 250;
/** Any replica may answer. The search counts as built after this many answers in a row that say so. */
const ANSWERS_IN_A_ROW = 8;

/** `npx paperboy rebuild ranking|search`: reads a read model again from Kafka while the current one serves. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('read a read model anew from Kafka while the present one serves, and swap when it is as far')
    .addArgument(new Argument('<what>', 'the read model').choices(['ranking', 'search']))
    .option('--no-wait', 'start it and do not wait for its end')
    .option('--json', 'print the outcome as JSON')
    .action((what: string, { wait, json }: { wait: boolean; json?: boolean }) =>
      what === 'search'
        ? rebuildSearch(wait, json ?? false)
        : runAsOperator(async ({ clients }) => {
            const started = performance.now();
            let now = await clients.ask(operations.startRebuild, {});
            const most = now.toRead;
            while (wait && now.state === 'running') {
              remark(`Read ${now.read} of ${now.toRead} records.`);
              await sleep(LOOK_AGAIN_MS);
              now = await clients.ask(operations.rebuildProgress, {});
            }
            const seconds = Math.round((performance.now() - started) / 100) / 10;
            const outcome = wait
              ? `Rebuilt ranking out of ${now.toRead} records in ${seconds} s.`
              : 'Started.';
            if (json) sayJson({ ...now, seconds, records: most });
            else say(outcome);
          }),
    );
}

/** Every replica of the catalog builds its own index. */
async function rebuildSearch(wait: boolean, json: boolean): Promise<void> {
  await runAsOperator(async ({ clients }) => {
    const started = performance.now();
    const { wanted } = await clients.ask(search.startRebuild, {});
    let built = 0;
    while (wait && built < ANSWERS_IN_A_ROW) {
      await sleep(LOOK_AGAIN_MS);
      const now = await clients.ask(search.rebuildProgress, {});
      built = now.serving >= wanted ? built + 1 : 0;
      if (built === 0) remark(`A replica serves from index ${now.serving} and builds ${wanted}.`);
    }
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    if (json) sayJson({ generation: wanted, seconds });
    else say(wait ? `Rebuilt the search in ${seconds} s.` : 'Started.');
  });
}
