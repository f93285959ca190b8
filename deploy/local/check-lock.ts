import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './paths.js';
import { type LockFile, lockFaults } from './report/lock-faults.js';

// A program of its own, like the other checks that `npm run check` runs.
const faults = lockFaults(
  JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as LockFile,
);
for (const fault of faults) console.error(`  ${fault}`);
if (faults.length > 0) {
  console.error(
    'Make the lock file anew in an empty folder: npm install --package-lock-only beside package.json and .npmrc.',
  );
  process.exitCode = 1;
}
