import { expect, it } from '@jest/globals';
import { handleSchema } from '@paperboy/contracts';
import { madeUpName } from './made-up-name.js';

it('a made-up name is a handle of two words and a number, and the same words in capitals', () => {
  for (let made = 0; made < 500; made++) {
    const { handle, name } = madeUpName();
    expect(handleSchema.safeParse(handle).success).toBe(true);
    expect(handle).toMatch(/^[a-z]+-[a-z]+-\d{4}$/);
    expect(name.toLowerCase()).toBe(handle.replaceAll('-', ' '));
  }
});

it('made-up names differ', () => {
  const handles = new Set(Array.from({ length: 200 }, () => madeUpName().handle));
  expect(handles.size).toBeGreaterThan(190);
});
