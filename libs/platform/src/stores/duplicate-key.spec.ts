import { describe, expect, it } from '@jest/globals';
import { isDuplicateKey } from './duplicate-key.js';

describe('a write fails for a duplicate key', () => {
  it.each([
    ['when its one document is there', { code: 11_000 }, true],
    [
      'when all documents that failed are there',
      { code: 11_000, writeErrors: [{ code: 11_000 }, { code: 11_000 }] },
      true,
    ],
    [
      'but not when one of them failed otherwise',
      { code: 11_000, writeErrors: [{ code: 11_000 }, { code: 121 }] },
      false,
    ],
    ['but not when it failed otherwise', { code: 121 }, false],
    ['but not when there was no error', undefined, false],
  ])('%s', (_, error, is) => {
    expect(isDuplicateKey(error)).toBe(is);
  });
});
