import { describe, expect, it } from '@jest/globals';
import { AddressIds } from './address.js';

describe('mail addresses', () => {
  it('have one subscriber for every spelling in capitals, and another under another secret', () => {
    const ids = new AddressIds('one');
    expect(ids.subscriber('Ada@example.org')).toBe(ids.subscriber('ada@example.org'));
    expect(ids.subscriber('ada@example.org')).not.toBe(ids.subscriber('bob@example.org'));
    expect(ids.subscriber('ada@example.org')).not.toBe(new AddressIds('two').subscriber('ada@example.org'));
    expect(ids.subscriber('ada@example.org')).toMatch(/^[A-Za-z0-9_-]{12}$/);
  });

  it('have a confirmation for each place in a mailbox', () => {
    const ids = new AddressIds('one');
    const mailbox = ids.mailbox('ada@example.org');
    expect(ids.confirmation(mailbox, 1)).not.toBe(ids.confirmation(mailbox, 2));
  });
});
