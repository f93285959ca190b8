import { describe, expect, it } from '@jest/globals';
import { isForged } from './origin.js';

const publicOrigin = 'https://papers.example';
const post = { method: 'POST', cookie: true, host: 'papers.example' };

describe('forms of other sites', () => {
  it('are refused by what the browser says of the site', () => {
    expect(isForged({ ...post, secFetchSite: 'cross-site' }, publicOrigin)).toBe(true);
    expect(isForged({ ...post, secFetchSite: 'same-site' }, publicOrigin)).toBe(true);
    expect(isForged({ ...post, secFetchSite: 'same-origin', origin: 'null' }, publicOrigin)).toBe(false);
    expect(isForged({ ...post, secFetchSite: 'none' }, publicOrigin)).toBe(false);
  });

  it('are refused by their origin where the browser does not say it', () => {
    expect(isForged({ ...post, origin: 'https://evil.example' }, publicOrigin)).toBe(true);
    expect(isForged({ ...post, origin: 'null' }, publicOrigin)).toBe(true);
    expect(isForged({ ...post, origin: 'garbage' }, publicOrigin)).toBe(true);
    expect(isForged({ ...post, origin: publicOrigin }, publicOrigin)).toBe(false);
    expect(isForged({ ...post, origin: 'http://localhost:3000', host: 'localhost:3000' }, publicOrigin)).toBe(
      false,
    );
    expect(isForged({ ...post, origin: 'null', host: undefined }, publicOrigin)).toBe(true);
  });

  it('can only be programs when nothing is said, and those need no cookie', () => {
    expect(isForged({ ...post, cookie: true }, publicOrigin)).toBe(true);
    expect(isForged({ ...post, cookie: false }, publicOrigin)).toBe(false);
  });

  it('do not concern reading', () => {
    expect(isForged({ method: 'GET', cookie: true, secFetchSite: 'cross-site' }, publicOrigin)).toBe(false);
  });
});
