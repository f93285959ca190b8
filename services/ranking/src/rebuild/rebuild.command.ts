import { setTimeout as sleep } from 'node:timers/promises';
import { operations } from '@paperboy/contracts';
import { remark, runAsOperator, say, sayJson } from '@paperboy/platform';
import { Argument, Command } from 'commander';

const LOOK_AGAIN_MS = 250;

/** `npx paperboy rebuild ranking`: reads all lists anew from Kafka while the present ones serve. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('read a read model anew from Kafka while the present one serves, and swap when it is as far')
    .addArgument(new Argument('<what>', 'the read model').choices(['ranking']))
    .option('--no-wait', 'start it and do not wait for its end')
    .option('--json', 'print the outcome as JSON')
    .action((_what: string, { wait, json }: { wait: boolean; json?: boolean }) =>
      runAsOperator(async ({ clients }) => {
        const started = performance.now();
        let now = await clients.ask(operations.startRebuild, {});
        const most = now.toRead;
        while (wait && now.state === 'running') {
          remark(`Read ${now.read} of ${now.toRead} records.`);
          await sleep(LOOK_AGAIN_MS);
          now = await clients.ask(operations.rebuildProgress, {});
        }
        const seconds = Math.round((performance.now() - started) / 100) / 10;
        const outcome = wait ? `Rebuilt ranking out of ${now.toRead} records in ${seconds} s.` : 'Started.';
        if (json) sayJson({ ...now, seconds, records: most });
        else say(outcome);
      }),
    );
}
