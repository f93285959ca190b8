import { describe, expect, it } from '@jest/globals';
import { previewLines } from './mail-preview.command.js';

const digest = {
  hour: 8,
  timeZone: 'Europe/Berlin',
  delivery: 'skipped',
  reason: 'late',
  subject: 'Less is enough · 22 November',
  papers: [{ id: '2611.00042', title: 'Less is enough', upvotes: 3, why: [] }],
  matches: [{ id: '2611.00043', title: 'Rings', upvotes: 0, why: ['keyword: rings'] }],
  text: 'Paperboy\nLess is enough\n',
  html: null,
};

describe('the preview of a digest', () => {
  it('says when it comes, how it stands, and why each paper is in it', () => {
    expect(previewLines(digest)).toEqual([
      'Digest of 08:00 Europe/Berlin (skipped, late)',
      '  Subject: Less is enough · 22 November',
      '  2611.00042  Less is enough  [on the list]',
      '  By keywords and authors:',
      '  2611.00043  Rings  [keyword: rings]',
    ]);
    expect(previewLines(digest, true).slice(-3)).toEqual(['Paperboy', 'Less is enough', '']);
  });

  it('says when no mail would come', () => {
    const none = {
      ...digest,
      delivery: null,
      reason: null,
      subject: null,
      papers: [],
      matches: [],
      text: null,
    };
    expect(previewLines(none, true)).toEqual([
      'Digest of 08:00 Europe/Berlin (not planned yet)',
      '  No mail: no paper fits what its reader chose.',
    ]);
  });
});
