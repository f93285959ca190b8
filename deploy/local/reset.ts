import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { runningStack } from './machine/run-file.js';
import { dataDir, partsDir } from './paths.js';

/** `npm run reset`: drops the data of the local stack after asking, and keeps the fetched parts. */
const data = dataDir(process.env);
// The files of a stack. Other files in the folder of PAPERBOY_DATA are not ours, so they stay.
const OURS = ['kafka', 'mongodb', 'redis', 'mailbox', 'search', 'service-secret', 'stack.json'];

async function main(): Promise<string> {
  const running = runningStack(data);
  if (running)
    throw new Error(`The stack runs on this data (process ${running.pid}): stop it with Ctrl-C first.`);
  const found = existsSync(data) ? (await readdir(data)).filter((name) => OURS.includes(name)) : [];
  if (found.length === 0) return `There is no data in ${data}.`;
  if (!process.argv.includes('--yes')) {
    if (!process.stdin.isTTY)
      throw new Error('Nobody can be asked here: npm run reset -- --yes drops the data.');
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`Drop all papers, people, votes and mail in ${data}? (yes/no) `);
    terminal.close();
    if (!/^y(es)?$/i.test(answer.trim())) return 'Nothing was dropped.';
  }
  for (const name of found) await rm(join(data, name), { recursive: true });
  return `The data is dropped; the fetched parts in ${partsDir} are kept.`;
}

await main().then(
  (sentence) => console.log(sentence),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
