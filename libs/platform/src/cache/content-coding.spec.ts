import { describe, expect, it, test } from '@jest/globals';
import { acceptedCoding } from './content-coding.js';

describe('what a client says of compression', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0.5, gzip', 'gzip'],
    ['gzip;q=0.8 , BR ; Q=0.8', 'br'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
    ['gzip;q=0.2, *;q=0.1', 'gzip'],
    ['identity;q=0, gzip', 'gzip'],
    ['gzip;q=0.5, identity;q=0.5', 'gzip'],
  ])('%s is best answered with %s', (header, coding) => {
    expect(acceptedCoding(header).coding).toBe(coding);
  });

  test.each([
    undefined,
    '',
    'identity',
    'deflate, zstd',
    'gzip;q=0',
    'br;q=0.0, gzip;q=0.000',
    'br;q=0, gzip;q=0, *',
    '*;q=0',
    'gzip;q=0.4, identity',
    // A weight that is none.
    'gzip;q=2, br;q=x',
  ])('%s is best answered with plain bytes', (header) => {
    expect(acceptedCoding(header).coding).toBeUndefined();
  });

  it('refuses plain bytes by name or with everything that is not named', () => {
    const refuses = (header: string | undefined) => acceptedCoding(header).refusesPlain;
    expect(['identity;q=0', 'gzip, *;q=0', 'identity; q=0.0, gzip'].map(refuses)).toEqual([true, true, true]);
    expect([undefined, '', 'gzip', '*;q=0, identity', 'gzip, *;q=0.1'].map(refuses)).not.toContain(true);
  });
});
