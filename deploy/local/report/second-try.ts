import { type JestResult } from './test-count.js';

/** When more files than this failed, it is not by chance, so none is run again. */
const MOST_FILES = 2;

/** The files to run once more, by themselves. None when too many failed. A file that can't be loaded fails again. */
export function filesToTryAgain(result: JestResult): string[] {
  const failed = result.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  return failed.length <= MOST_FILES ? failed : [];
}

/** The result of the whole run, in which the outcomes of `second` replace those of the files that it ran again. */
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

/** One line for each test that failed first and passed in the second try. Such a test has to be repaired. */
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
