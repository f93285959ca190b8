import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { installBrowser } from './fetch/browser.js';
import { installPythonClient } from './fetch/python-client.js';
import { projectRoot } from './paths.js';
import { pureSpecs } from './pure-specs.js';
import { filesToTryAgain, unsteadyTests, withSecondTry } from './report/second-try.js';
import { type JestResult, testCount } from './report/test-count.js';

/**
 * `npm test`: runs jest with its own stack, and ends with a line that has only the count. `--unit` starts no stack and
 * runs only specs that need none, of those whose path holds one of the arguments. Other arguments are passed to jest.
 * One or two files that failed in a whole run are run once more, by themselves, since a shared machine can stall for a
 * minute. A test that passes only then is named, since the test or the code has a fault that must be repaired.
 */
const UNIT = '--unit';

const unit = process.argv.includes(UNIT);
const given = process.argv.slice(2).filter((arg) => arg !== UNIT);
const args = unit ? given.filter((arg) => arg.startsWith('-')) : given;
const wholeRun = process.argv.length === 2;
const folder = await mkdtemp(join(tmpdir(), 'paperboy-jest-'));
const say = (sentence: string) => console.log(`  ${sentence}`);
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
    await installBrowser(say);
    await installPythonClient(say);
  }
  const first = await run('first', [...args, ...only]);
  const again = wholeRun && first.result ? filesToTryAgain(first.result) : [];
  const outcome = first.result && again.length > 0 ? await tryAgain(first.result, again) : first;
  if (outcome.result) {
    const count = testCount(outcome.result, process.env.CI === 'true');
    console.log(`\n${count.line}`);
    process.exitCode = count.ok ? outcome.exitCode : outcome.exitCode || 1;
  } else {
    console.log('\n0 passed, 1 failed');
    process.exitCode = outcome.exitCode || 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs jest and returns its result. There is none when jest did not finish. */
async function run(name: string, jestArgs: string[]): Promise<{ exitCode: number; result?: JestResult }> {
  const output = join(folder, `${name}.json`);
  const exitCode = await jest([...jestArgs, '--json', `--outputFile=${output}`]);
  if (!existsSync(output)) return { exitCode };
  return { exitCode, result: JSON.parse(await readFile(output, 'utf8')) as JestResult };
}

async function tryAgain(
  before: JestResult,
  files: string[],
): Promise<{ exitCode: number; result: JestResult }> {
  say(`Failed, and run once more alone: ${files.join(', ')}`);
  const second = await run('second', ['--runInBand', '--runTestsByPath', ...files]);
  if (!second.result) return { exitCode: second.exitCode || 1, result: before };
  const result = withSecondTry(before, second.result);
  for (const test of unsteadyTests(before, result)) say(`UNSTEADY, passed only when run again: ${test}`);
  return { exitCode: second.exitCode, result };
}

/** Runs jest to its end. Ctrl-C reaches jest through the terminal, and this waits until jest has stopped its stack. */
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
