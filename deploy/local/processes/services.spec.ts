import { expect, test } from '@jest/globals';
import { SERVICES } from '@paperboy/contracts';
import { parseScale, STOP_ORDER } from './services.js';

test('what is not named runs once', () => {
  expect(parseScale('')).toEqual({ ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 });
  expect(parseScale('ranking=2, mailer=3')).toEqual({ ingest: 1, catalog: 1, ranking: 2, mailer: 3, web: 1 });
});

test('a wrong scale is a sentence that says what is allowed', () => {
  expect(() => parseScale('rankings=2')).toThrow('"rankings" is no service; there are ingest, catalog');
  for (const wrong of [
    'ranking',
    'ranking=',
    'ranking=0',
    'ranking=9',
    'ranking=-1',
    'ranking=1.5',
    'ranking=two',
  ]) {
    expect(() => parseScale(wrong)).toThrow('is not SERVICE=COUNT with a count from 1 to 8');
  }
});

test('every service has a place in the order of stopping', () => {
  expect([...STOP_ORDER].sort()).toEqual([...SERVICES].sort());
});
