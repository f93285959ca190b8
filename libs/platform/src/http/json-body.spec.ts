import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { readJson } from './json-body.js';

describe('a body of JSON', () => {
  it('is no body when it is empty', () => {
    expect(readJson('')).toBeUndefined();
    expect(readJson(' \n')).toBeUndefined();
  });

  it('is read as JSON is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/__proto__|constructor/.test(text));
        expect(readJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test.each([
    ['no JSON', '{"a":'],
    ['5,000 nested brackets', '['.repeat(5_000)],
    ['5,000 nested objects', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
    ['a prototype', '{"__proto__":{"admin":true}}'],
    ['a constructor', '{"a":{"constructor":{"prototype":{}}}}'],
  ])('is refused when it is %s', (_, text) => {
    expect(() => readJson(text)).toThrow(expect.objectContaining({ status: 400, code: 'invalid-request' }));
  });

  it('may hold any brackets within its texts', () => {
    expect(readJson(JSON.stringify({ note: '['.repeat(100), quote: '"[' }))).toMatchObject({ quote: '"[' });
  });
});
