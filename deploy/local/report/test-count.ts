/** The part of jest's JSON result that is read. */
export interface JestResult {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Files that could not even be loaded. */
  numRuntimeErrorTestSuites: number;
  /** One entry a file: its path, and the outcome of each test in it. */
  testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[];
}

/** The last line of `npm test`, and whether the run counts as passed; with `ci`, a skipped test is a failed one. */
export function testCount(result: JestResult, ci: boolean): { line: string; ok: boolean } {
  const skipped = result.numPendingTests + result.numTodoTests;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites + (ci ? skipped : 0);
  return { line: `${result.numPassedTests} passed, ${failed} failed`, ok: failed === 0 };
}
