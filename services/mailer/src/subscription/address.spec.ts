import { AddressKeys, addressSchema, maskedAddress, normalAddress } from './address.js';

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

  it('have one key for every spelling in capitals, and another under another secret', () => {
    const keys = new AddressKeys('one');
    expect(keys.keyOf('Ada@example.org')).toBe(keys.keyOf('ada@example.org'));
    expect(keys.keyOf('ada@example.org')).not.toBe(keys.keyOf('bob@example.org'));
    expect(keys.keyOf('ada@example.org')).not.toBe(new AddressKeys('two').keyOf('ada@example.org'));
  });
});
