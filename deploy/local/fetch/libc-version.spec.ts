import { expect, test } from '@jest/globals';
import { aptMirror, isOlderThan, releaseOf } from './libc-version.js';

test('versions are compared number by number', () => {
  expect(isOlderThan('2.36', '2.38')).toBe(true);
  expect(isOlderThan('2.38', '2.38')).toBe(false);
  expect(isOlderThan('2.4', '2.38')).toBe(true);
  expect(isOlderThan('3.0', '2.38')).toBe(false);
});

test('the system says its release, with or without quotes', () => {
  expect(releaseOf('NAME="Debian GNU/Linux"\nVERSION_CODENAME=bookworm\nID=debian\n')).toMatchObject({
    current: 'bookworm',
    newer: 'trixie',
  });
  expect(releaseOf('ID="fedora"\nVERSION_CODENAME=""\n')).toBeUndefined();
});

test('the mirror is read from both formats of apt sources', () => {
  expect(aptMirror('deb [arch=amd64] http://mirror.example/debian bookworm main', 'bookworm')).toBe(
    'http://mirror.example/debian',
  );
  const stanzas =
    'Types: deb\nURIs: http://tools.example\nSuites: nodistro\n\nTypes: deb\nURIs: http://own.example/debian\nSuites: bookworm bookworm-updates\n';
  expect(aptMirror(stanzas, 'bookworm')).toBe('http://own.example/debian');
  expect(aptMirror(stanzas, 'trixie')).toBeUndefined();
});
