import { describe, expect, it } from '@jest/globals';
import { AddressIds, addressSchema, maskedAddress, normalAddress } from './address.js';

describe('mail addresses', () => {
  it.each([
    ['ada@example.org', 'ada@example.org'],
    ['  Ada.Lovelace+papers@Example.ORG ', 'Ada.Lovelace+papers@example.org'],
    ["o'brien@xn--bcher-kva.example", "o'brien@xn--bcher-kva.example"],
  ])('%s is one', (typed, normal) => {
    expect(normalAddress(typed)).toBe(normal);
  });

  it.each([
    '',
    'ada',
    '@example.org',
    'ada@localhost',
    'ada@127.0.0.1',
    'ada@example..org',
    '.ada@example.org',
    'ada@-example.org',
    'ada@example.org\r\nBcc: all@example.org',
    'ada@example.org, bob@example.org',
    'Ada <ada@example.org>',
    '"ada lovelace"@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ada@${'a'.repeat(64)}.org`,
  ])('%j is none', (typed) => {
    expect(normalAddress(typed)).toBeUndefined();
    expect(addressSchema.safeParse(typed).success).toBe(false);
  });

  it('are bounded in length before they are looked at', () => {
    expect(addressSchema.safeParse(`ada@${'a.'.repeat(200)}org`).success).toBe(false);
  });

  it('are shown with all but the first letter hidden', () => {
    expect(maskedAddress('ada@example.org')).toBe('a…@example.org');
  });

  it('have one subscriber for every spelling in capitals, and another under another secret', () => {
    const ids = new AddressIds('one');
    expect(ids.subscriber('Ada@example.org')).toBe(ids.subscriber('ada@example.org'));
    expect(ids.subscriber('ada@example.org')).not.toBe(ids.subscriber('bob@example.org'));
    expect(ids.subscriber('ada@example.org')).not.toBe(new AddressIds('two').subscriber('ada@example.org'));
    expect(ids.subscriber('ada@example.org')).toMatch(/^[A-Za-z0-9_-]{12}$/);
  });

  it('have a subscription for each cadence and a confirmation for each window', () => {
    const ids = new AddressIds('one');
    const ada = ids.subscriber('ada@example.org');
    const all = [
      ids.subscription(ada, 'day'),
      ids.subscription(ada, 'week'),
      ids.confirmation(ada, 1),
      ids.confirmation(ada, 2),
    ];
    expect(new Set(all).size).toBe(4);
  });
});
