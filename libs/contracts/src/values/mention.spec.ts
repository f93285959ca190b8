import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { MOST_MENTIONS, mentionsIn, splitAtMentions } from './mention.js';

describe('a mention', () => {
  test.each([
    ['@ada-quill is right.', ['ada-quill']],
    ['Ask @bo, @Ada or (@eve).', ['bo', 'ada', 'eve'].filter((one) => one.length > 2)],
    ['See @ada and @ada again', ['ada']],
    ['@ada: yes', ['ada']],
    ['> @ada said\n@eve', ['ada', 'eve']],
    ['Line end @ada.', ['ada']],
  ])('%j names people', (text, handles) => {
    expect(mentionsIn(text)).toEqual(handles);
  });

  test.each([
    'ada@example.org',
    'https://example.org/@ada',
    '@ab',
    '@-ada',
    '@ada_b',
    '@@ada',
    'x@ada',
    '@ada.org',
    '@',
  ])('%j names nobody', (text) => {
    expect(mentionsIn(text)).toEqual([]);
  });

  it('has its place in the text, and no text is lost', () => {
    expect(splitAtMentions('Ask @ada-q, or @eve.')).toEqual(['Ask ', '@ada-q', ', or ', '@eve', '.']);
    const text = fc
      .array(fc.constantFrom('@ada', '@', 'ada', ' ', '.', '-', 'bo@x.org', '\n', '$'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, (one) => {
        const pieces = splitAtMentions(one);
        expect(pieces.join('')).toBe(one);
        const named = pieces.filter((_, at) => at % 2 === 1).map((piece) => piece.slice(1).toLowerCase());
        expect([...new Set(named)].slice(0, MOST_MENTIONS)).toEqual(mentionsIn(one));
      }),
    );
  });

  it('is of ten people at the most', () => {
    const text = Array.from({ length: 30 }, (_, at) => `@person-${at}`).join(' ');
    expect(mentionsIn(text)).toHaveLength(MOST_MENTIONS);
  });
});
