import { describe, expect, it, test } from '@jest/globals';
import { saysWithdrawn } from './withdrawal.js';

describe('what comments say of a withdrawal', () => {
  it.each([
    'This paper has been withdrawn by the author due to a crucial error in equation 3',
    'Withdrawn',
    'withdrawn due to an error',
    'The paper is withdrawn',
    'This submission was temporarily withdrawn',
    '12 pages. This paper has been withdrawn',
    '3 figures; withdrawn by the authors',
    'This article is now withdrawn from arXiv',
  ])('finds a withdrawal in %j', (comments) => {
    expect(saysWithdrawn(comments)).toBe(true);
  });

  it.each([
    '',
    '12 pages, 3 figures',
    'This paper was withdrawn from the conference and will appear elsewhere',
    'Withdrawn from J. Lant. and submitted elsewhere',
    'On cash withdrawn at night, 12 pages',
    'Replaces a claim that was withdrawn in version 2',
  ])('finds none in %j', (comments) => {
    expect(saysWithdrawn(comments)).toBe(false);
  });
});

describe('comments as they are met', () => {
  test.each([
    ['This paper has been withdrawn by the authors. It has been accepted for publication elsewhere.', true],
    [
      'arXiv admin note: submission has been withdrawn by arXiv administrators due to disputed authorship',
      true,
    ],
    ['Paper withdrawn: superseded by arXiv:2405.00000', true],
    ['This article was withdrawn because it is a duplicate of arXiv:2210.00000', true],
    ['5 pages, withdrawn by author', true],
    ['12 pages. Corrected version; an earlier version (math/0501001) was withdrawn by the author', false],
    ['We study 14,000 papers withdrawn by their authors; 9 pages, 3 figures', false],
    ['Withdrawn papers and what became of them, 8 pages', false],
    ['Withdrawn from Annals of Examples by the authors, resubmitted elsewhere', false],
    ['Replaces hep-th/0501001, which has been withdrawn', false],
    ['The previous version was withdrawn', false],
  ])('%s', (comments, withdrawn) => {
    expect(saysWithdrawn(comments)).toBe(withdrawn);
  });
});

describe('what an abstract says of a withdrawal', () => {
  test.each([
    ['This paper has been withdrawn by the author due to a crucial error in equation 3.', true],
    ['This submission has been withdrawn by arXiv administrators.', true],
    ['Withdrawn by the authors.', true],
    ['Withdrawn drugs are a warning to us all.', false],
    ['We ask which papers are withdrawn. This paper has been withdrawn from no archive.', false],
    ['Money withdrawn by the author of a letter is counted.', false],
  ])('%s', (abstract, withdrawn) => {
    expect(saysWithdrawn('', abstract)).toBe(withdrawn);
  });
});
