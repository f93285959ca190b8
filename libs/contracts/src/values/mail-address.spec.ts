import { describe, expect, it } from '@jest/globals';
import { mailAddressSchema, normalAddress } from './mail-address.js';

describe('mail addresses', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  Ada.Lovelace+papers@Example.ORG ', 'Ada.Lovelace+papers@example.org'],
    ["o'brien@xn--bcher-kva.example", "o'brien@xn--bcher-kva.example"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['ada@BÜCHER.Example', 'ada@xn--bcher-kva.example'],
    ['ada@例え。テスト', 'ada@xn--r8jz45g.xn--zckzah'],
  ])('%s is one', (typed, normal) => {
    expect(normalAddress(typed)).toBe(normal);
    expect(mailAddressSchema.parse(typed)).toBe(normal);
  });

  it.each([
    '',
    'ada',
    '@example.org',
    'ada@localhost',
    'ada@127.0.0.1',
    'ada@１２７.０.０.１',
    'ada@example..org',
    '.ada@example.org',
    'ada@-example.org',
    'ada@example.org\r\nBcc: all@example.org',
    'ada@example.org, bob@example.org',
    'Ada <ada@example.org>',
    '"ada lovelace"@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a'.repeat(64)}.org`,
    'victim%other.example@example.org',
    'other.example!victim@example.org',
    '|sh@example.org',
    'ada@b\u200bücher.example',
    'ada@b\u202eücher.example',
    'ada@ex%61mple.örg',
  ])('%j is none', (typed) => {
    expect(normalAddress(typed)).toBeUndefined();
    expect(mailAddressSchema.safeParse(typed).success).toBe(false);
  });

  it('are bounded in length, as typed and as sent', () => {
    expect(mailAddressSchema.safeParse(`ada@${'a.'.repeat(200)}org`).success).toBe(false);
    expect(normalAddress(`ada@${'ü.'.repeat(60)}org`)).toBeUndefined();
  });
});
