import { describe, expect, it } from '@jest/globals';
import { splitAtLinks } from './links.js';

describe('links in a text', () => {
  it.each([
    ['See https://github.com/a/b.', 'https://github.com/a/b'],
    ['(https://example.org/x?y=1&z=2), and more', 'https://example.org/x?y=1&z=2'],
    ['https://example.org/a_b~c', 'https://example.org/a_b~c'],
  ])('end before the sign that ends the sentence: %s', (text, url) => {
    expect(splitAtLinks(text).join('')).toBe(text);
    expect(splitAtLinks(text)[1]).toBe(url);
  });

  it.each(['no link', 'javascript:alert(1)', 'http://', 'https://<script>', 'ftp://example.org/a'])(
    'are none in %s',
    (text) => {
      expect(splitAtLinks(text)).toEqual([text]);
    },
  );
});
