import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { isTrouble, jsonLine, levelOf, prettyLine } from './log-line.js';

const now = new Date(2026, 10, 22, 7, 5, 9);
const pretty = (line: string, replica?: number): string =>
  stripVTControlCharacters(prettyLine({ service: 'catalog', replica }, line, now));

test('a JSON line keeps its record and always has its service', () => {
  expect(JSON.parse(jsonLine({ service: 'web' }, '{"level":30,"msg":"hello","path":"/"}', now))).toEqual({
    service: 'web',
    level: 30,
    msg: 'hello',
    path: '/',
  });
});

test('a line that is not JSON becomes a record', () => {
  for (const line of ['plain words', '{not json']) {
    expect(JSON.parse(jsonLine({ service: 'web', replica: 2 }, line, now))).toEqual({
      service: 'web',
      replica: 2,
      level: 'info',
      time: now.toISOString(),
      msg: line,
    });
  }
});

test('a person sees time, service, level, message and fields in columns', () => {
  const line = JSON.stringify({
    level: 40,
    time: now.getTime(),
    pid: 7,
    msg: 'slow',
    ms: 812,
    topic: 'catalog.votes.v1',
  });
  expect(pretty(line)).toBe('07:05:09 catalog   warn  slow ms=812 topic=catalog.votes.v1');
  expect(pretty('plain', 2)).toBe('07:05:09 catalog.2 info  plain');
});

test('an error is shown with its stack below the line', () => {
  const line = JSON.stringify({
    level: 'error',
    msg: 'failed',
    err: { message: 'no', stack: 'Error: no\n  at here' },
  });
  expect(pretty(line)).toBe('07:05:09 catalog   error failed\n    Error: no\n      at here');
});

test('levels are read as numbers and as words', () => {
  expect(['{"level":50}', '{"level":"warn"}', 'words'].map(levelOf)).toEqual(['error', 'warn', 'info']);
  expect(['{"level":60}', '{"level":"warn"}', '{"level":30}', 'words'].map(isTrouble)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
