import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './paths.js';

const FOLDERS = ['libs', 'services', 'deploy', 'test'].filter((folder) =>
  existsSync(join(projectRoot, folder)),
);

/** The checks of `npm run check`, which need no running stack. The command fails when one of them fails. */
const CHECKS: { name: string; program: string; args: string[] }[] = [
  { name: 'Types', program: 'typescript/bin/tsc', args: ['--noEmit', '-p', 'tsconfig.json'] },
  {
    name: 'Lint and format',
    program: '@biomejs/biome/bin/biome',
    args: ['check', '--error-on-warnings', '.'],
  },
  {
    name: 'Layers',
    program: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.mjs', ...FOLDERS],
  },
  {
    name: 'Rooms',
    program: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', '.dependency-cruiser.rooms.mjs', 'services'],
  },
  { name: 'Roles in file names', program: '../dist/deploy/local/check-roles.js', args: [] },
  { name: 'Lock file', program: '../dist/deploy/local/check-lock.js', args: [] },
  // Follows the Dockerfile's steps in a temporary folder, so it takes the longest.
  { name: 'Image and Compose file', program: '../dist/deploy/image/check-image.js', args: [] },
];

let failed = 0;
for (const { name, program, args } of CHECKS) {
  const from = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, 'node_modules', program), ...args],
    { cwd: projectRoot, encoding: 'utf8', maxBuffer: 64_000_000 },
  );
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  if (status === 0) console.log(`  ${name}: good, ${seconds} s`);
  else {
    failed++;
    console.log(`${stdout}${stderr}\n  ${name}: not good, ${seconds} s`);
  }
}
process.exitCode = failed ? 1 : 0;
