import { type JestResult } from './test-count.js';

/** More failed files than these are no chance: the run has failed. */
const MOST_FILES = 2;

/** The files to run once more, alone: none when too many failed. A file that can not be loaded fails again. */
export function filesToTryAgain(result: JestResult): string[] {
  const failed = result.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  return failed.length <= MOST_FILES ? failed : [];
}

/** The whole run's result, with the outcomes of the files that `second` ran again in place of their first ones. */
export function withSecondTry(first: JestResult, second: JestResult): JestResult {
  const again = new Set(second.testResults.map(({ name }) => name));
  const testResults = [...first.testResults.filter(({ name }) => !again.has(name)), ...second.testResults];
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (...wanted: string[]) => tests.filter(({ status }) => wanted.includes(status)).length;
  return {
    testResults,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: count('pending', 'skipped', 'disabled'),
    numTodoTests: count('todo'),
    numRuntimeErrorTestSuites: testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    ).length,
  };
}

/** One line for each test that failed first and passed in the second try: such a test is a fault to mend. */
export function unsteadyTests(first: JestResult, whole: JestResult): string[] {
  const outcome = new Map(
    whole.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ fullName, status }) => [`${name} ${fullName}`, status] as const),
    ),
  );
  return first.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(
        ({ fullName, status }) => status === 'failed' && outcome.get(`${name} ${fullName}`) === 'passed',
      )
      .map(({ fullName }) => `${name}: ${fullName}`),
  );
}
