import { expect, it } from '@jest/globals';
import { challengeOf, siteOf } from './passkey.js';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

it('the challenge of an answer is read, and none of what is no answer', () => {
  expect(challengeOf(encoded({ type: 'webauthn.get', challenge: 'abc', origin: 'x' }))).toBe('abc');
  for (const wrong of [
    encoded({}),
    encoded(null),
    encoded({ challenge: { $gt: '' } }),
    encoded([]),
    'AAAA',
    '',
  ])
    expect(challengeOf(wrong)).toBeUndefined();
});

it('passkeys are bound to the host and the origin of the site', () => {
  expect(siteOf('https://papers.example/')).toEqual({
    rpId: 'papers.example',
    origin: 'https://papers.example',
  });
  expect(siteOf('http://localhost:3000')).toEqual({ rpId: 'localhost', origin: 'http://localhost:3000' });
});
