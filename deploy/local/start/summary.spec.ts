import { expect, test } from '@jest/globals';
import { alreadyRunning, summary } from './summary.js';

const addresses = { page: 'http://localhost:3000', mailbox: 'http://localhost:1080' };

test('the end of a start says what runs, three things to try, and both figures', () => {
  const lines = summary({
    addresses,
    publicUrl: 'http://localhost:3000',
    mailboxPage: 'http://localhost:1080',
    sample: { loaded: true, signInUrl: 'http://localhost:3000/sign-in/x', digestSubject: 'Today' },
    submitFrom: 'cs.CL',
    firstPageMs: 8_040,
    memoryBytes: 912_345_678,
  });
  expect(lines.join('\n')).toContain('New papers of cs.CL come from arXiv within minutes');
  expect(lines).toContain('  page     http://localhost:3000');
  expect(lines).toContain(
    '  1. Sign in as a sample reader (this link works once, within an hour): http://localhost:3000/sign-in/x',
  );
  expect(lines).toContain('  3. Read the digest "Today" in the mailbox: http://localhost:1080');
  expect(lines).toContain('First page after 8.0 s, memory of all processes 912 MB. Ctrl-C stops everything.');
});

test('without the sample there are still three things to try', () => {
  const lines = summary({
    addresses,
    publicUrl: 'http://localhost:3000',
    mailboxPage: 'http://localhost:1080',
    memoryBytes: 1,
  });
  expect(lines.filter((line) => /^ {2}[123]\. /.test(line))).toHaveLength(3);
});

test('a second start tells of the first', () => {
  const file = {
    pid: 7,
    identity: 'x',
    phase: 'running' as const,
    startedAt: 'then',
    environment: {},
    addresses,
  };
  expect(alreadyRunning(file)[0]).toBe('A stack runs here already: process 7, since then.');
});
