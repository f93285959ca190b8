import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './paths.js';
import { type Roles, roleFaults } from './report/role-faults.js';

// A program of its own, like the other checks that `npm run check` runs.
const roles = JSON.parse(readFileSync(join(projectRoot, 'deploy/local/roles.json'), 'utf8')) as Roles;
const paths = ['libs', 'services', 'deploy', 'test'].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `${folder}/${path}`),
);
const faults = roleFaults(paths, roles);
for (const fault of faults) console.error(`  ${fault}`);
if (faults.length > 0) {
  console.error(
    'Roles stand in deploy/local/roles.json. Take one that is true, or add one with its sentence.',
  );
  process.exitCode = 1;
}
