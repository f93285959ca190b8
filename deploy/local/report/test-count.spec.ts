import { expect, test } from '@jest/globals';
import { testCount } from './test-count.js';

const result = {
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
};

test('a skipped test fails the run only where nobody looks', () => {
  expect(testCount(result, false)).toEqual({ line: '12 passed, 0 failed', ok: true });
  expect(testCount(result, true)).toEqual({ line: '12 passed, 1 failed', ok: false });
});

test('a file that can not be loaded counts as a failure', () => {
  expect(testCount({ ...result, numRuntimeErrorTestSuites: 2 }, false)).toEqual({
    line: '12 passed, 2 failed',
    ok: false,
  });
});
