import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installBrowser } from './fetch/browser.js';
import { installPythonClient } from './fetch/python-client.js';
import { projectRoot } from './paths.js';
import { pureSpecs } from './pure-specs.js';
import { type JestResult, testCount } from './report/test-count.js';

/**
 * `npm test`: runs jest over its own stack, and ends with the count alone on a line. `--unit` runs only the specs that
 * need no stack, of those whose path holds one of the arguments, and starts none; other arguments are jest's.
 */
const UNIT = '--unit';

const unit = process.argv.includes(UNIT);
const given = process.argv.slice(2).filter((arg) => arg !== UNIT);
const args = unit ? given.filter((arg) => arg.startsWith('-')) : given;
const folder = await mkdtemp(join(tmpdir(), 'paperboy-jest-'));
const output = join(folder, 'result.json');
try {
  const only = unit
    ? [
        '--runTestsByPath',
        ...(await pureSpecs(
          projectRoot,
          given.filter((arg) => !arg.startsWith('-')),
        )),
      ]
    : [];
  // On a machine that only tests, a skipped test is a failure, so what the tests need is installed.
  if (process.env.CI === 'true' && !unit) {
    const say = (sentence: string) => console.log(`  ${sentence}`);
    await installBrowser(say);
    await installPythonClient(say);
  }
  const exitCode = await jest([...args, '--json', `--outputFile=${output}`, ...only]);
  process.exitCode = exitCode;
  if (existsSync(output)) {
    const result = JSON.parse(await readFile(output, 'utf8')) as JestResult;
    const count = testCount(result, process.env.CI === 'true');
    console.log(`\n${count.line}`);
    if (!count.ok) process.exitCode = exitCode || 1;
  } else {
    console.log('\n0 passed, 1 failed');
    process.exitCode = exitCode || 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs jest to its end; a Ctrl-C reaches it through the terminal, and this waits until it has stopped its stack. */
function jest(jestArgs: string[]): Promise<number> {
  const program = join(projectRoot, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // Jest's JSON would go to standard output as well if that were shown; its summary comes on standard error.
  const child = spawn(process.execPath, [...flags, program, ...jestArgs], {
    cwd: projectRoot,
    stdio: ['inherit', 'ignore', 'inherit'],
    env: { ...process.env, ...(unit ? { TEST_STACK: 'off' } : {}) },
  });
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
