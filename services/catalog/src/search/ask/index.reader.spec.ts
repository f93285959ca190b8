import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import type { PaperState } from '@paperboy/contracts';
import fc from 'fast-check';
import { anyQueryText } from '../../../test/any-query-text.js';
import { questionOf } from '../../../test/search-question.js';
import { IndexWriter, type PaperChange } from '../index/index-writer.store.js';
import type { Question } from '../index/search-question.js';
import { parseQuery } from '../query/parse-query.js';
import { IndexReader } from './index.reader.js';

const folder = mkdtempSync(join(tmpdir(), 'paperboy-search-'));
const file = join(folder, 'index.db');
let writer: IndexWriter;
let reader: IndexReader;
let written = 0;

/** A paper with the words that a test needs. The nth is of the nth day of 2024. */
function paper(nth: number, facts: Partial<PaperState> = {}, day?: string): PaperChange {
  const at = new Date(Date.UTC(2024, 0, nth)).toISOString();
  const state: PaperState = {
    id: `2401.${String(nth).padStart(5, '0')}`,
    seq: 1,
    version: 1,
    title: `Untitled ${nth}`,
    summary: 'Nothing of note.',
    authors: [{ name: 'Ada Lovelace' }],
    categories: ['cs.LG'],
    publishedAt: at,
    updatedAt: at,
    arrivedAt: at,
    sample: false,
    ...facts,
  };
  return { state, arrivedOn: state.arrivedAt.slice(0, 10), ...(day === undefined ? {} : { day }) };
}

function write(...papers: PaperChange[]): void {
  const first = String(written++);
  const took = writer.write({ source: 'papers/0', first, next: String(written), papers, voted: [], now: 0 });
  if (!took) throw new Error('The position did not fit.');
}

const ask = (text: string, more: Partial<Question> = {}) => reader.ask(questionOf(text, more));

/** The numbers of the papers found. */
const found = (text: string, more: Partial<Question> = {}) =>
  ask(text, more).hits.map(({ id }) => Number(id.split('.')[1]));

beforeAll(() => {
  writer = new IndexWriter(file);
  write(
    paper(1, {
      title: 'On lanterns',
      summary: 'We train networks that are large and, of late, neural in a sense.',
    }),
    paper(2, { title: 'Moths', summary: 'A large neural network finds moths by their lanterns.' }),
    paper(3, { title: 'Large neural networks', summary: 'They are studied.' }),
    paper(4, { title: 'Networks', summary: `Neural ${'and then other words '.repeat(9)} large.` }),
    paper(5, {
      title: 'CO$_2$ capture',
      summary: 'With an $L_2$ norm and a na{\\"\\i}ve \\emph{Poincar\\\'e} map.',
    }),
    paper(6, {
      title: '深度学习 for 神经网络',
      summary: 'Größe and ﬁnesse.',
      categories: ['math.ST', 'stat.TH'],
    }),
    paper(
      7,
      { title: 'Diffusion', authors: [{ name: 'Geoffrey Hinton' }], categories: ['cs.CV', 'cs.LG'] },
      '2024-03-01',
    ),
    paper(8, {
      title: 'Old ideas',
      summary: 'hinton is a word of this abstract',
      publishedAt: '1999-05-05T10:00:00.000Z',
    }),
  );
  reader = new IndexReader(file);
});

afterAll(() => {
  reader.close();
  writer.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a search', () => {
  it('finds papers with all words, stemmed: the exact phrase in titles first, then in abstracts, then words close together', () => {
    expect(found('large neural networks')).toEqual([3, 2, 1, 4]);
  });

  test.each([
    ['"neural network"', [3, 2]],
    ['neural -moths', [3, 1, 4]],
    ['neural -"large neural"', [1, 4]],
    ['CO2', [5]],
    ['co2 "l2 norm"', [5]],
    ['naive poincare', [5]],
    ['GRÖSSE', [6]],
    ['grosse', [6]],
    ['große finesse', [6]],
    ['学习', [6]],
    ['神经网络', [6]],
    ['神网', []],
    ['author:hinton', [7]],
    ['hinton', [8, 7]],
    ['author:"geoffrey hinton" diffusion', [7]],
    ['title:lanterns', [1]],
    ['abstract:lanterns', [2]],
    ['cat:math.st', [6]],
    ['cat:math.*', [6]],
    ['cat:cs.cv cat:cs.LG', [7]],
    ['-cat:cs.*', [6]],
    ['id:2401.00003 networks', [3]],
    ['id:2401.00003 moths', []],
    ['hinton to:1999', [8]],
    ['hinton from:2000', [7]],
    ['from:2024-01-03 to:2024-01-04', [4, 3]],
  ])('%s finds %j', (text, papers) => {
    expect(found(text)).toEqual(papers);
  });

  it('goes to the paper that is named', () => {
    expect(ask('https://arxiv.org/abs/2401.00007v2')).toMatchObject({ paper: '2401.00007', total: 1 });
    expect(ask('2401.99999')).toMatchObject({ total: 0, hits: [] });
  });

  it('takes the last word as the beginning of one while it is typed', () => {
    expect(found('lar')).toEqual([]);
    expect(found('neural netw', { typing: true })).toEqual([3, 2, 1, 4]);
    expect(found('neural netw ', { typing: true })).toEqual([]);
    expect(found('netw neural', { typing: true })).toEqual([]);
  });

  it('is of a day, and of what is trending', () => {
    expect(found('diffusion', { day: '2024-03-01' })).toEqual([7]);
    expect(found('diffusion', { day: '2024-03-02' })).toEqual([]);
    const trending = ['2401.00002', '2401.77777', '2401.00004', '2401.00007'];
    expect(found('networks', { trending, onlyTrending: true, sort: 'trending' })).toEqual([2, 4]);
    expect(found('networks', { trending, onlyTrending: true })).toEqual([4, 2]);
    expect(found('networks', { trending, sort: 'trending' })).toEqual(
      [2, 4, 6, 3, 1].filter((one) => one !== 6),
    );
  });

  it('is sorted by date and by upvotes', () => {
    expect(found('networks', { sort: 'date' })).toEqual([4, 3, 2, 1]);
    writer.setUpvotes(['2401.00002'], [{ paperId: '2401.00002', upvotes: 7 }], 0);
    expect(found('networks', { sort: 'upvotes' })).toEqual([2, 4, 3, 1]);
  });

  it('is given a page at a time, which ends', () => {
    expect(found('networks', { sort: 'date', offset: 1, limit: 2 })).toEqual([3, 2]);
    expect(ask('networks', { offset: 2, limit: 2 }).more).toBe(false);
    expect(ask('networks', { offset: 1, limit: 2 }).more).toBe(true);
    expect(found('networks', { offset: 1_000_000 })).toEqual([]);
  });

  it('marks what was found, in titles and abstracts as they are read', () => {
    const [hit] = ask('co2 naive').hits;
    const marked = ({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) =>
      marks.map(([start, end]) => text.slice(start, end));
    expect(hit?.title.text).toBe('CO₂ capture');
    expect(marked(hit?.title ?? { text: '', marks: [] })).toEqual(['CO₂']);
    expect(marked(hit?.summary ?? { text: '', marks: [] })).toEqual(['naïve']);
  });

  it('counts categories and years beside the result', () => {
    expect(ask('hinton', { facets: true }).facets).toEqual({
      categories: [
        { category: 'cs.LG', papers: 2 },
        { category: 'cs.CV', papers: 1 },
      ],
      years: [
        { year: 2024, papers: 1 },
        { year: 1999, papers: 1 },
      ],
      of: 2,
    });
  });

  it('that finds nothing offers the misspelt word corrected, or the rarest left out', () => {
    expect(ask('author:hinton difusion').suggestions).toEqual([
      { kind: 'spelling', text: 'author:hinton diffusion', word: 'difusion', total: 1 },
      { kind: 'without', text: 'author:hinton', word: 'difusion', total: 1 },
    ]);
    expect(ask('larde neural').suggestions[0]).toMatchObject({ kind: 'spelling', text: 'large neural' });
    expect(ask('moths capture').suggestions).toContainEqual({
      kind: 'without',
      text: 'capture',
      word: 'moths',
      total: 1,
    });
  });

  it('is answered whatever is typed', () => {
    fc.assert(
      fc.property(anyQueryText, fc.boolean(), (text, typing) => {
        if ('fault' in parseQuery(text)) return;
        expect(ask(text, { typing, facets: true }).total).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('many searches among what is new', () => {
  const arrivals = (texts: readonly string[], days: readonly number[], limit = 10) => {
    const queries = texts.map((text) => {
      const query = parseQuery(text);
      if ('fault' in query) throw new Error(query.detail);
      return query;
    });
    const names = days.map((day) => `2024-01-${String(day).padStart(2, '0')}`);
    const { found, hits } = reader.arrivals({ queries, days: names, limit });
    return { found: found.map((ids) => ids?.map((id) => Number(id.split('.')[1]))), hits };
  };

  it('find the papers that arrived on the days and no others, the newest first, each paper once', () => {
    const { found, hits } = arrivals(
      ['neural', '"large neural"', 'author:"ada lovelace"', 'moth'],
      [1, 2, 3, 9],
    );
    expect(found).toEqual([[3, 2, 1], [3, 2], [3, 2, 1], [2]]);
    expect(hits.map(({ id }) => id).sort()).toEqual(['2401.00001', '2401.00002', '2401.00003']);
    expect(arrivals(['neural'], [9]).found).toEqual([[]]);
  });

  it('find no more than wanted, and hold what the search can: fields, categories, dates, an id', () => {
    expect(arrivals(['neural'], [1, 2, 3], 1).found).toEqual([[3]]);
    expect(
      arrivals(['cat:math.ST', 'neural to:2024-01-01', 'id:2401.00002', 'id:2401.99999'], [1, 2, 6]).found,
    ).toEqual([[6], [1], [2], []]);
  });
});

describe('papers like one', () => {
  it('share the words that tell it from others', () => {
    expect(reader.similar('2401.00003', 2)?.map(({ id }) => id)).toContain('2401.00002');
    expect(reader.similar('2401.99999', 2)).toBeUndefined();
  });
});

describe('the ids that searches find among new papers', () => {
  const matches = (texts: readonly (readonly [string, number])[], limit = 10) => {
    const wishes = texts.map(([text, upvotes]) => {
      const query = parseQuery(text);
      if ('fault' in query) throw new Error(query.detail);
      return { query, upvotes };
    });
    const found = reader.newMatches({ wishes, days: ['2024-01-20', '2024-01-21'], limit });
    return found.map((papers) => papers?.map(({ id, upvotes }) => [Number(id.split('.')[1]), upvotes]));
  };

  it('are those with enough upvotes, without papers of the sample and withdrawn ones', () => {
    const withdrawnAt = '2024-01-21T12:00:00.000Z';
    write(
      paper(19, { title: 'An early zeppelin' }),
      paper(20, { title: 'A zeppelin' }),
      paper(21, { title: 'Zeppelins' }),
      {
        ...paper(22, { title: 'A zeppelin of the sample', sample: true }),
        arrivedOn: '2024-01-21',
      },
      { ...paper(23, { title: 'A zeppelin that fell', withdrawnAt }), arrivedOn: '2024-01-21' },
    );
    writer.setUpvotes(['2401.00020'], [{ paperId: '2401.00020', upvotes: 7 }], 0);
    expect(
      matches([
        ['zeppelin', 0],
        ['zeppelins', 7],
        ['zeppelin', 8],
      ]),
    ).toEqual([
      [
        [21, 0],
        [20, 7],
      ],
      [[20, 7]],
      [],
    ]);
    expect(matches([['zeppelin', 0]], 1)).toEqual([[[21, 0]]]);
  });

  it('are found in their other spellings, as in the search', () => {
    const arrivedOn = '2024-01-21';
    write(
      { ...paper(24, { title: 'A kite that needs fine-tuning' }), arrivedOn },
      { ...paper(25, { title: 'Finetuning by moonlight' }), arrivedOn },
    );
    const both = [25, 24].map((number) => [number, 0]);
    const texts = ['fine-tuning', 'fine tuning', 'finetuning'];
    expect(matches(texts.map((text) => [text, 0]))).toEqual(texts.map(() => both));
  });
});
