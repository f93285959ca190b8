import { describe, expect, it, test } from '@jest/globals';
import { chosenHandleSchema, publicNameSchema } from './public-name.js';

const wrongWith = (schema: typeof chosenHandleSchema | typeof publicNameSchema, typed: unknown) => {
  const read = schema.safeParse(typed);
  return read.success ? undefined : read.error.issues.map(({ message }) => message).join();
};

describe('a handle that a person chooses', () => {
  test.each([
    ['ada', 'ada'],
    [' Ada-Lovelace ', 'ada-lovelace'],
    ['x'.repeat(40), 'x'.repeat(40)],
    ['2cool', '2cool'],
  ])('%j becomes %j', (typed, handle) => expect(chosenHandleSchema.parse(typed)).toBe(handle));

  test.each([
    ['ab', '3 to 40'],
    ['x'.repeat(41), '3 to 40'],
    ['ada.lovelace', 'letters a to z'],
    ['ada@example.org', 'letters a to z'],
    ['аda', 'letters a to z'],
    ['-ada', 'at the beginning'],
    ['ada-', 'at the end'],
    ['Admin', 'kept for the publication'],
    [undefined, 'a handle'],
  ])('%j is refused with the rule that it breaks: %s', (typed, rule) => {
    expect(wrongWith(chosenHandleSchema, typed)).toContain(rule);
  });
});

describe('a public name that a person chooses', () => {
  it('is one clean line', () => {
    expect(publicNameSchema.parse('  Ada \n Lovelace ')).toBe('Ada Lovelace');
    expect(publicNameSchema.parse('李 明')).toBe('李 明');
  });

  test.each([
    ['', '1 to 60'],
    ['x'.repeat(61), '1 to 60'],
    ['\u200d', '1 to 60'],
    ['ada@example.org', 'not a mail address'],
    ['Ada <ada@example.org>', 'not a mail address'],
  ])('%j is refused with the rule that it breaks: %s', (typed, rule) => {
    expect(wrongWith(publicNameSchema, typed)).toContain(rule);
  });
});
