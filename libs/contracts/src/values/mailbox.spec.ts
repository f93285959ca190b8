import { expect, it } from '@jest/globals';
import { domainOf, isPublicProvider, mailboxOf, maskedAddress } from './mailbox.js';

it.each([
  ['bomb+1@Example.org', 'bomb@example.org'],
  ['Bomb+185+x@example.org', 'bomb@example.org'],
  ['b.o.m.b@example.org', 'b.o.m.b@example.org'],
  ['b.o.m.b+2@gmail.com', 'bomb@gmail.com'],
  ['bomb@googlemail.com', 'bomb@gmail.com'],
  ['+only@example.org', '+only@example.org'],
])('%s is counted as %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

it('an address is shown with its name hidden but for the first letter', () => {
  expect(maskedAddress('ada@example.org')).toBe('a…@example.org');
});

it('providers of the public are told from domains of somebody', () => {
  expect(isPublicProvider(domainOf('ada@GMX.de'))).toBe(true);
  expect(isPublicProvider(domainOf('ada@example.org'))).toBe(false);
});
