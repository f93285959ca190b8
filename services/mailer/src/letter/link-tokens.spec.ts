import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LinkTokens } from './link-tokens.js';

const tokens = new LinkTokens('a secret of this test, long enough');
const ids = fc
  .uint8Array({ minLength: 9, maxLength: 9 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));

describe('tokens', () => {
  it('give back the id that they were issued for', () => {
    fc.assert(
      fc.property(ids, (id) => {
        const token = tokens.issue('unsubscribe', id);
        expect(token).toMatch(/^[A-Za-z0-9_-]{28}$/);
        expect(tokens.read('unsubscribe', token)).toBe(id);
      }),
    );
  });

  it('are worth nothing for another purpose or under another secret', () => {
    const token = tokens.issue('confirm', 'AAAAAAAAAAAA');
    expect(tokens.read('unsubscribe', token)).toBeUndefined();
    expect(new LinkTokens('another secret').read('confirm', token)).toBeUndefined();
  });

  it('are refused when any character was changed', () => {
    fc.assert(
      fc.property(
        ids,
        fc.integer({ min: 0, max: 27 }),
        fc.constantFrom(...'ABCxyz019_-'),
        (id, at, letter) => {
          const token = tokens.issue('confirm', id);
          fc.pre(token[at] !== letter);
          expect(tokens.read('confirm', token.slice(0, at) + letter + token.slice(at + 1))).toBeUndefined();
        },
      ),
    );
  });

  it('are refused when they are no tokens at all', () => {
    for (const nonsense of [
      '',
      'x',
      'A'.repeat(27),
      'A'.repeat(29),
      `${'A'.repeat(27)}/`,
      '../../etc/passwd',
    ]) {
      expect(tokens.read('confirm', nonsense)).toBeUndefined();
    }
  });

  it('have a form in lower case for addresses, read in any capitals, for one purpose alone', () => {
    fc.assert(
      fc.property(ids, (id) => {
        const form = tokens.issueForAddress('bounce', id);
        expect(form).toMatch(/^[a-z2-7]{34}$/);
        expect(tokens.readFromAddress('bounce', form.toUpperCase())).toBe(id);
        expect(tokens.readFromAddress('answer', form)).toBeUndefined();
      }),
    );
  });

  it('are refused in an address when any character was changed', () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 0, max: 33 }), fc.constantFrom(...'abcxyz267'), (id, at, letter) => {
        const form = tokens.issueForAddress('bounce', id);
        fc.pre(form[at] !== letter);
        const changed = form.slice(0, at) + letter + form.slice(at + 1);
        expect(tokens.readFromAddress('bounce', changed)).toBeUndefined();
      }),
    );
    for (const nonsense of ['', 'a'.repeat(33), '1'.repeat(34), 'ß'.repeat(34)])
      expect(tokens.readFromAddress('bounce', nonsense)).toBeUndefined();
  });
});
