import { describe, expect, it } from '@jest/globals';
import { cookieName, credentialHash, credentialOf, sessionCookie } from './credential.js';

const name = 'paperboy_session';

describe('who sends a request', () => {
  it('is told by a bearer token before a cookie', () => {
    const headers = { authorization: 'Bearer pbt_abc', cookie: `${name}=pbs_def` };
    expect(credentialOf(headers, name)).toEqual({ kind: 'token', secret: 'pbt_abc' });
    expect(credentialOf({ cookie: `a=b; ${name}=pbs_def; c=d` }, name)).toEqual({
      kind: 'cookie',
      secret: 'pbs_def',
    });
    expect(credentialOf({ authorization: 'Basic abc' }, name)).toBeUndefined();
    expect(credentialOf({ cookie: `x${name}=pbs_def; ${name}=a b` }, name)).toBeUndefined();
    expect(credentialOf({}, name)).toBeUndefined();
  });

  it('is known to the catalog by the SHA-256 of the secret alone', () => {
    expect(credentialHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(credentialHash('a'.repeat(201))).toBeUndefined();
  });

  it('is kept in a cookie that scripts can not read and other sites can not send with a form', () => {
    const session = 'pbs_def';
    expect(sessionCookie('http://localhost:3000', session)).toBe(
      'paperboy_session=pbs_def; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax',
    );
    expect(sessionCookie('https://papers.example', session)).toMatch(/^__Host-paperboy_session=.*; Secure$/);
    expect(sessionCookie('https://papers.example')).toMatch(/=; Path=\/; Max-Age=0/);
    expect(cookieName('https://papers.example')).toBe('__Host-paperboy_session');
  });
});
