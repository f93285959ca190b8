import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { githubRepoSchema, linkSchema, publicLink } from './web-link.js';

describe('a link that a person gives', () => {
  test.each([
    ['https://lab.example.org/project', 'https://lab.example.org/project'],
    ['https://Lab.ORG', 'https://lab.org/'],
    ['https://xn--bcher-kva.de/a?b=c#d', 'https://xn--bcher-kva.de/a?b=c#d'],
    ['https://bücher.de/', 'https://xn--bcher-kva.de/'],
  ])('%s leads to a public page', (text, link) => {
    expect(publicLink(text)).toBe(link);
  });

  test.each([
    'http://lab.org/',
    'javascript:alert(1)',
    'data:text/html,x',
    '//lab.org',
    'lab.org',
    'https://localhost/',
    'https://printer/',
    'https://printer.local/',
    'https://db.internal/',
    'https://10.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://127.0.0.1.',
    'https://lab.org:8443/',
    'https://lab.org@evil.org/',
    'https://user:pw@lab.org/',
    'https://lab.org/"onclick="',
    'https://lab.org/<script>',
    `https://lab.org/${'x'.repeat(400)}`,
    '',
  ])('%s is refused', (text) => {
    expect(publicLink(text)).toBeUndefined();
  });

  it('is https, named, and the same when it is given again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withFragments: true }), fc.string()), (text) => {
        const link = publicLink(text);
        if (link === undefined) return;
        const { protocol, hostname } = new URL(link);
        expect([protocol, /^[\d.]+$/.test(hostname), hostname.includes('.')]).toEqual([
          'https:',
          false,
          true,
        ]);
        expect(publicLink(link)).toBe(link);
      }),
    );
  });

  it('may be a repository, or nothing', () => {
    for (const text of [
      'https://github.com/ada/votes',
      'https://www.github.com/ada/votes.git',
      ' https://github.com/ada/votes/ ',
    ])
      expect(githubRepoSchema.parse(text)).toBe('https://github.com/ada/votes');
    for (const text of [
      'https://github.com/ada',
      'https://gitlab.com/ada/votes',
      'https://github.com/ada/..',
      'https://github.com/a/b/c',
    ])
      expect(githubRepoSchema.safeParse(text).success).toBe(false);
    expect([githubRepoSchema.parse(''), linkSchema.parse(null), linkSchema.parse(' ')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
