import { describe, expect, it, test } from '@jest/globals';
import { namesMatch, placeOf } from './claim.js';

describe('the name of a person and that of an author', () => {
  test.each([
    ['Ada Quill', 'Ada Quill'],
    ['Ada Quill', 'A. Quill'],
    ['A. M. Quill', 'Ada Quill'],
    ['Zoë Zimmer', 'Zoe Zimmer'],
    ['Quill Ada', 'Ada Quill'],
    ['Ada Maria Quill', 'Ada M. Quill'],
  ])('%s could be %s', (person, author) => {
    expect(namesMatch(person, author)).toBe(true);
  });

  test.each([
    ['Ada Quill', 'Bo Quill'],
    ['Ada Quill', 'Ada Quillon'],
    ['Ada', 'Ada Quill'],
    ['Ada Quill', 'Quill'],
    ['', 'Ada Quill'],
    ['Swift Otter 12', 'Ada Quill'],
  ])('%s could not be %s', (person, author) => {
    expect(namesMatch(person, author)).toBe(false);
  });
});

describe('a claimed author', () => {
  const authors = [{ name: 'Wei Wang' }, { name: 'Ada Quill' }, { name: 'Wei Wang' }];

  it('is found again when the authors changed their order', () => {
    expect(placeOf({ author: 2, name: 'Wei Wang' }, authors)).toBe(2);
    expect(placeOf({ author: 0, name: 'Ada Quill' }, authors)).toBe(1);
    expect(placeOf({ author: 0, name: 'Bo' }, authors)).toBeUndefined();
  });
});
