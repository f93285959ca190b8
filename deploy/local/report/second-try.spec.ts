import { expect, test } from '@jest/globals';
import { filesToTryAgain, unsteadyTests, withSecondTry } from './second-try.js';
import { type JestResult, testCount } from './test-count.js';

type Outcomes = Record<string, Record<string, 'passed' | 'failed' | 'pending'>>;

function ran(outcomes: Outcomes): JestResult {
  const testResults = Object.entries(outcomes).map(([name, tests]) => ({
    name,
    status: Object.values(tests).includes('failed') || Object.keys(tests).length === 0 ? 'failed' : 'passed',
    assertionResults: Object.entries(tests).map(([fullName, status]) => ({ fullName, status })),
  }));
  const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  return withSecondTry(
    { ...none, numRuntimeErrorTestSuites: 0, testResults },
    { ...none, numRuntimeErrorTestSuites: 0, testResults: [] },
  );
}

const first = ran({
  'steady.spec.ts': { one: 'passed', two: 'passed' },
  'unsteady.spec.ts': { three: 'failed', four: 'passed' },
});

test('a test that passes when its file is run once more is counted as passed, and named', () => {
  const whole = withSecondTry(first, ran({ 'unsteady.spec.ts': { three: 'passed', four: 'passed' } }));
  expect(filesToTryAgain(first)).toEqual(['unsteady.spec.ts']);
  expect(testCount(whole, true)).toEqual({ line: '4 passed, 0 failed', ok: true });
  expect(unsteadyTests(first, whole)).toEqual(['unsteady.spec.ts: three']);
});

test('a test that fails again is a failure', () => {
  const whole = withSecondTry(first, ran({ 'unsteady.spec.ts': { three: 'failed', four: 'passed' } }));
  expect(testCount(whole, true)).toEqual({ line: '3 passed, 1 failed', ok: false });
  expect(unsteadyTests(first, whole)).toEqual([]);
});

test('a test that passed first and fails in the second try is a failure', () => {
  const whole = withSecondTry(first, ran({ 'unsteady.spec.ts': { three: 'passed', four: 'failed' } }));
  expect(testCount(whole, true)).toEqual({ line: '3 passed, 1 failed', ok: false });
});

test('a file that can not be loaded is a failure after the second try as well', () => {
  const broken = ran({ 'broken.spec.ts': {} });
  expect(testCount(withSecondTry(broken, ran({ 'broken.spec.ts': {} })), true)).toEqual({
    line: '0 passed, 1 failed',
    ok: false,
  });
});

test('nothing is run again when more than two files failed', () => {
  const many = ran({
    'a.spec.ts': { a: 'failed' },
    'b.spec.ts': { b: 'failed' },
    'c.spec.ts': { c: 'failed' },
  });
  expect(filesToTryAgain(many)).toEqual([]);
});
