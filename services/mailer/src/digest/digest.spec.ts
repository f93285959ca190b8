import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  authorsLine,
  counted,
  type DigestEdition,
  digestOf,
  type EditionPaper,
  shortened,
} from './digest.js';

const publication = { name: 'Paperboy', url: 'https://papers.example.org' };
const sunday: DigestEdition = {
  id: 'day-2026-11-22',
  cadence: 'day',
  period: '2026-11-22',
  papers: 23,
  sample: false,
};

function paper(rank: number, title = `Paper number ${rank}`): EditionPaper {
  return {
    rank,
    upvotes: 100 - rank,
    comments: rank,
    paper: {
      id: `2611.0000${rank}`,
      title,
      summary: 'We show that less is enough. '.repeat(30),
      authors: ['Ada Lovelace', 'Emmy Noether', 'Sofja Kowalewskaja', 'Mary Somerville'].map((name) => ({
        name,
      })),
      categories: ['cs.LG', 'stat.ML'],
    },
  };
}

describe('a digest', () => {
  it('is named after its top paper, with the number of the others and the date', () => {
    const digest = digestOf(sunday, [paper(1, 'Sparse attention for the rest of us'), paper(2)], publication);
    expect(digest?.subject).toBe('Sparse attention for the rest of us, and 22 more papers · 22 November');
    expect(digest?.heading).toBe('Sunday, 22 November 2026');
    expect(digest?.preheader).toBe('Then: Paper number 2');
  });

  it('does not speak of others when there is one paper', () => {
    expect(digestOf({ ...sunday, papers: 1 }, [paper(1)], publication)?.subject).toBe(
      'Paper number 1 · 22 November',
    );
    expect(digestOf({ ...sunday, papers: 2 }, [paper(1)], publication)?.subject).toBe(
      'Paper number 1, and 1 more paper · 22 November',
    );
  });

  it('shows LaTeX as text, since mail programs know none', () => {
    const digest = digestOf(sunday, [paper(1, 'CO$_2$ and a Na{\\"i}ve bound on $q$')], publication);
    expect(digest?.items[0]?.title).toBe('CO₂ and a Naïve bound on q');
    expect(digest?.subject).toContain('CO₂ and a Naïve bound on q');
  });

  it('is none when the edition is empty', () => {
    expect(digestOf({ ...sunday, papers: 0 }, [], publication)).toBeUndefined();
  });

  it('shows ten papers and counts what it leaves to the page', () => {
    const digest = digestOf(
      sunday,
      Array.from({ length: 23 }, (_, index) => paper(index + 1)),
      publication,
    );
    expect(digest?.items).toHaveLength(10);
    expect(digest?.more).toBe(13);
    expect(digest?.listUrl).toBe('https://papers.example.org/papers/date/2026-11-22');
    expect(digest?.items[0]).toEqual({
      rank: 1,
      id: '2611.00001',
      title: 'Paper number 1',
      url: 'https://papers.example.org/papers/2611.00001',
      authors: 'Ada Lovelace, Emmy Noether and 2 more',
      excerpt: expect.stringMatching(/^We show .*…$/),
      upvotes: 99,
      comments: 1,
      category: 'cs.LG',
      why: [],
    });
  });

  it('names weeks by their days and months by their name', () => {
    const week = digestOf({ ...sunday, cadence: 'week', period: '2026-W53' }, [paper(1)], publication);
    expect(week?.heading).toBe('Week 53, 28 December to 3 January 2027');
    expect(week?.listUrl).toBe('https://papers.example.org/papers/week/2026-W53');
    const month = digestOf({ ...sunday, cadence: 'month', period: '2026-11' }, [paper(1)], publication);
    expect(month?.heading).toBe('November 2026');
    expect(month?.subject).toMatch(/ · November$/);
  });
});

describe('shortening', () => {
  it('ends at a word and says that it goes on', () => {
    expect(shortened('one two three four', 12)).toBe('one two…');
    expect(shortened('one two, three four', 13)).toBe('one two…');
    expect(shortened('one two three', 7)).toBe('one two…');
    expect(shortened(' one\n two ', 20)).toBe('one two');
  });

  it('never gives more than was asked for, nor half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 5, max: 200 }),
        (text, characters) => {
          const short = shortened(text, characters);
          expect(short.length).toBeLessThanOrEqual(characters + 1);
          expect(short).toBe(Buffer.from(short).toString());
        },
      ),
    );
  });
});

describe('authors and numbers', () => {
  it('are named up to three, and counted beyond', () => {
    expect(authorsLine([])).toBe('');
    expect(authorsLine(['A'])).toBe('A');
    expect(authorsLine(['A', 'B'])).toBe('A and B');
    expect(authorsLine(['A', 'B', 'C'])).toBe('A, B and C');
    expect(authorsLine(['A', 'B', 'C', 'D'])).toBe('A, B and 2 more');
  });

  it('agree with their noun', () => {
    expect([counted(0, 'upvote'), counted(1, 'upvote'), counted(1204, 'upvote')]).toEqual([
      '0 upvotes',
      '1 upvote',
      '1,204 upvotes',
    ]);
  });
});
