import { describe, expect, it, test } from '@jest/globals';
import { accountIn, codeIn, emailIn } from './sign-in-form.js';

describe('the forms of signing in', () => {
  test.each([
    [{ code: '123456' }, '123456'],
    [{ code: ' 123 456 ' }, '123456'],
    [{ code: '123-456' }, '123456'],
    [{ code: '12345' }, undefined],
    [{ code: ['1', '2'] }, undefined],
    ['123456', undefined],
    [undefined, undefined],
  ])('%j holds the code %j', (body, code) => expect(codeIn(body)).toBe(code));

  test.each([
    [{ email: ' Ada@Example.org ' }, 'Ada@example.org'],
    [{ email: 'ada' }, undefined],
    [null, undefined],
  ])('%j holds the address %j', (body, email) => expect(emailIn(body)).toBe(email));

  it('says of each field of an account which rule it breaks', () => {
    expect(accountIn({ name: ' Ada ', handle: 'Ada' })).toEqual({
      name: ' Ada ',
      handle: 'Ada',
      errors: {},
      chosen: { name: 'Ada', handle: 'ada' },
    });
    expect(accountIn({ handle: 'a' })).toEqual({
      name: '',
      handle: 'a',
      errors: {
        name: 'Please use 1 to 60 characters that show.',
        handle: 'Please use 3 to 40 characters.',
      },
    });
    expect(accountIn('what').errors).toHaveProperty('handle');
  });
});
