import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { anyQueryText } from '../../../test/any-query-text.js';
import { matchExpressions } from './match-expression.js';
import { parseQuery } from './parse-query.js';
import type { SearchQuery } from './search-query.js';

function read(text: string): SearchQuery {
  const query = parseQuery(text);
  if ('fault' in query) throw new Error(query.detail);
  return query;
}

const said = (text: string) =>
  read(text).terms.map(
    ({ kind, words, field, excluded }) =>
      `${excluded ? '-' : ''}${field ? `${field}:` : ''}${kind === 'phrase' ? `[${words.join(' ')}]` : words.join('+')}`,
  );

describe('the text of a search', () => {
  test.each([
    ['large neural networks', ['large', 'neural', 'networks']],
    ['"large neural" networks', ['[large neural]', 'networks']],
    ['“large neural” networks', ['[large neural]', 'networks']],
    ['an "open quote', ['an', '[open quote]']],
    ['diffusion -image -"score matching"', ['diffusion', '-image', '-[score matching]']],
    ['author:hinton -author:"Yann LeCun"', ['author:hinton', '-author:[Yann LeCun]']],
    ['title:attention abstract:"long range"', ['title:attention', 'abstract:[long range]']],
    ['state-of-the-art', ['state+of+the+art']],
    ['BERT:pretraining', ['BERT', 'pretraining']],
    ['C++ & *', ['C']],
    ['CO₂ and ﬁne', ['CO2', 'and', 'fine']],
    ['神经网络', ['神+经+网+络']],
    ['a - b', ['a', 'b']],
    ['NEAR(a b) OR {title}: ^c', ['NEAR+a', 'b', 'c']],
  ])('%s asks for %j', (text, terms) => {
    expect(said(text)).toEqual(terms);
  });

  it('reads categories, whole archives and what is excluded', () => {
    expect(read('cat:cs.LG -cat:math.* category:HEP-TH').categories).toEqual([
      { category: 'cs.lg', excluded: false },
      { category: 'math.*', excluded: true },
      { category: 'hep-th.*', excluded: false },
    ]);
  });

  test.each([
    ['from:2024', '2024-01-01T00:00:00.000Z', undefined],
    ['to:2024-02', undefined, '2024-03-01T00:00:00.000Z'],
    ['from:2024-02-29 to:2024-02-29', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['from:2020 from:2022-06', '2022-06-01T00:00:00.000Z', undefined],
    ['to:2024-12', undefined, '2025-01-01T00:00:00.000Z'],
  ])('%s is a span of time', (text, from, before) => {
    const query = read(text);
    expect([query.from?.toISOString(), query.before?.toISOString()]).toEqual([from, before]);
  });

  test.each([
    ['2602.23229', '2602.23229'],
    [' arXiv:2602.23229v3 [cs.LG] ', '2602.23229'],
    ['https://arxiv.org/abs/2602.23229v2', '2602.23229'],
    ['http://www.arxiv.org/pdf/2602.23229v1.pdf?download=1#page=3', '2602.23229'],
    ['arxiv.org/html/2602.23229', '2602.23229'],
    ['https://huggingface.co/papers/2602.23229', '2602.23229'],
    ['http://localhost:3000/papers/2602.23229', '2602.23229'],
    ['https://doi.org/10.48550/arXiv.2602.23229', '2602.23229'],
    ['10.48550/arxiv.2602.23229', '2602.23229'],
    ['hep-th/9901001', 'hep-th/9901001'],
    ['https://arxiv.org/abs/hep-th%2F9901001v1', 'hep-th/9901001'],
    ['math.gt/0309136', 'math.GT/0309136'],
  ])('%s names a paper', (text, id) => {
    expect(read(text).reference).toBe(id);
  });

  test.each(['2602.23229 and more', 'price 2602.232299', 'version 2', 'see hep-th/9901001'])(
    '%s is a search for words',
    (text) => {
      expect(read(text).reference).toBeUndefined();
    },
  );

  test.each([
    ['graph from:yesterday', 'bad-date', 6],
    ['from:2024-13', 'bad-date', 0],
    ['from:2023-02-29', 'bad-date', 0],
    ['x cat:cs.', 'bad-category', 2],
    ['id:attention', 'bad-id', 0],
    ['x author:', 'empty-field', 2],
    ['x cat:', 'empty-field', 2],
    ['from:2024 x to:2023', 'from-after-to', 12],
    ['" * ^ "', 'empty-query', 0],
    ['', 'empty-query', 0],
    [Array.from({ length: 30 }, () => 'word').join(' '), 'too-many-words', 120],
  ])('%s is refused, and where', (text, fault, at) => {
    expect(parseQuery(text)).toMatchObject({ fault, at });
  });

  it('takes any text, and keeps the places of its terms within it', () => {
    fc.assert(
      fc.property(anyQueryText, (text) => {
        const query = parseQuery(text);
        if ('fault' in query) expect(query.at).toBeLessThanOrEqual(text.length);
        else
          for (const { start, end } of query.terms) {
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(text.length);
          }
      }),
      { numRuns: 2_000 },
    );
  });

  it('becomes an expression in which nothing typed stands outside of quotes', () => {
    const OURS = /^(?:[()]|AND|OR|NOT|NEAR|, 8|title :|authors :|summary :|""|\s)*$/;
    fc.assert(
      fc.property(anyQueryText, (text) => {
        const query = parseQuery(text);
        if ('fault' in query) return;
        const { base, tiers } = matchExpressions(query);
        for (const expression of [base, ...tiers]) {
          expect(expression.replace(/"[\p{L}\p{N}\p{M} \ue000-\ue006]+"/gu, '""')).toMatch(OURS);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
