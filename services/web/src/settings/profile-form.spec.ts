import { describe, expect, it } from '@jest/globals';
import { profileIn } from './profile-form.js';

const GOOD = { name: ' Ada ', handle: 'Ada-L', about: 'Reads.\r\n\r\n\r\nVotes.', showVotes: 'yes' };

describe('the form of the public page', () => {
  it('is read by the rules of the contract; a box that is not ticked is not sent', () => {
    expect(profileIn(GOOD)).toMatchObject({
      errors: {},
      wish: { name: 'Ada', handle: 'ada-l', about: 'Reads.\n\nVotes.', showVotes: true },
    });
    const { showVotes: _none, ...unticked } = GOOD;
    expect(profileIn(unticked).wish).toMatchObject({ showVotes: false });
  });

  it('says what is wrong by field, and keeps what was typed', () => {
    const typed = { name: 'a@b.example', handle: 'a_b', about: 'x'.repeat(501) };
    const { wish, errors, typed: kept } = profileIn(typed);
    expect(wish).toBeUndefined();
    expect(Object.keys(errors)).toEqual(['name', 'handle', 'about']);
    expect(errors.about).toBe('Please use at most 500 characters.');
    expect(kept).toMatchObject(typed);
  });

  it('is no form when it is something else', () => {
    for (const body of [undefined, null, 5, [], 'x', { about: {}, name: [] }])
      expect(profileIn(body).wish).toBeUndefined();
  });
});
