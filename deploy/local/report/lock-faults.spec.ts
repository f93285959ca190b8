import { expect, test } from '@jest/globals';
import { lockFaults } from './lock-faults.js';

test('a lock file whose packages all have an integrity and name no host is good', () => {
  const packages = { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } };
  expect(lockFaults({ packages })).toEqual([]);
});

test('each package without an integrity, or with a host, is named', () => {
  const packages = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { integrity: 'sha512-x', resolved: 'https://registry.example/b.tgz' },
  };
  expect(lockFaults({ packages })).toEqual([
    'node_modules/a has no integrity',
    'node_modules/b names where it came from: https://registry.example/b.tgz',
  ]);
});
