import { join } from 'node:path';
import { run } from '../fetch/fetch.js';
import { projectRoot } from '../paths.js';

/** Runs `npx paperboy …` against an installation and returns its output. Rejects with its message when it fails. */
export function operatorCommand(args: string[], environment: Record<string, string>): Promise<string> {
  const program = join(projectRoot, 'dist', 'deploy', 'cli', 'paperboy.js');
  return run(process.execPath, ['--enable-source-maps', program, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...environment },
  });
}
