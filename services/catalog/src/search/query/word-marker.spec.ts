import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import Database from 'libsql';
import { fold } from './fold.js';
import { WordMarker } from './word-marker.js';

/** FTS5 with the tokeniser of the index. Its highlights are the expected marks. */
const engine = new Database(':memory:');
engine.exec(
  "CREATE VIRTUAL TABLE found USING fts5(summary, tokenize='porter unicode61 remove_diacritics 2'); INSERT INTO found(rowid, summary) VALUES (1, '')",
);
const put = engine.prepare('UPDATE found SET summary = ? WHERE rowid = 1');
const highlight = engine.prepare(
  "SELECT highlight(found, 0, '[', ']') AS marked FROM found WHERE found MATCH ?",
);
afterAll(() => {
  engine.close();
});

function highlighted(text: string, expression: string): string {
  put.run(text);
  return (highlight.get(expression) as { marked: string } | undefined)?.marked ?? text;
}

function marked(text: string, ...phrases: string[][]): string {
  const marks = new WordMarker([{ alternatives: phrases }]).marksIn(text, 'abstract');
  return marks.reduceRight(
    (so, [start, end]) => `${so.slice(0, start)}[${so.slice(start, end)}]${so.slice(end)}`,
    text,
  );
}

const WORDS = [
  ...['network', 'networks', 'networking', 'networked', 'neural', 'neurally', 'large', 'larger', 'largest'],
  ...[
    'generalization',
    'generalizations',
    'generalise',
    'relational',
    'conditional',
    'rationality',
    'digitizer',
  ],
  ...['ponies', 'sky', 'skies', 'caresses', 'agreed', 'plastered', 'motoring', 'sing', 'hopping', 'falling'],
  ...[
    'naïve',
    'naive',
    'Größe',
    'Poincaré',
    'Łódź',
    'x',
    'is',
    'as',
    'l2',
    'CO2',
    '2602',
    'physics',
    'universe',
  ],
  ...['eyed', 'eye', 'ies', 'dying', 'dyed', 'dies'],
  ...['university', 'universal', 'probate', 'controlled', 'feudalism', 'triplicate', 'hopeful', 'goodness'],
];
const STEMS = [
  'net',
  'train',
  'happ',
  'optim',
  'gener',
  'comput',
  'relat',
  'vis',
  'formal',
  'sens',
  'electr',
];
const ENDINGS = [
  's',
  'es',
  'ies',
  'ed',
  'ing',
  'y',
  'ly',
  'ation',
  'ational',
  'izer',
  'ically',
  'ousness',
  'iveness',
];
const anyWord = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.tuple(fc.constantFrom(...STEMS), fc.constantFrom(...ENDINGS)).map(([stem, ending]) => stem + ending),
);

describe('the marks of a word', () => {
  it('are where FTS5 has found it, in whatever form it stands there', () => {
    fc.assert(
      fc.property(fc.array(anyWord, { minLength: 1, maxLength: 30 }), anyWord, (words, wanted) => {
        const text = words.join(' ');
        expect(marked(text, [fold(wanted).text])).toBe(highlighted(text, `"${wanted}"`));
      }),
      { numRuns: 2_000 },
    );
  });

  it('are of a whole phrase, and of nothing that only looks like its beginning', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('large', 'neural', 'networks', 'and'), { minLength: 1, maxLength: 20 }),
        fc.array(fc.constantFrom('large', 'neural', 'network'), { minLength: 2, maxLength: 3 }),
        (words, phrase) => {
          // Both mark overlapping occurrences of a phrase as one range, and those with a space between them as two.
          const text = words.join(' ');
          expect(marked(text, phrase)).toBe(highlighted(text, `"${phrase.join(' ')}"`));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are stretches of the text as it is shown', () => {
    expect(marked('The eﬃcient CO₂ pump', ['efficient'], ['CO2'])).toBe('The [eﬃcient] [CO₂] pump');
    expect(marked('深度学习 for 神经网络', ['学', '习'])).toBe('深度[学习] for 神经网络');
    expect(marked('a_network, a-network; networkx', ['networks'])).toBe('a_[network], a-[network]; networkx');
    expect(marked('naïve', [fold('NAIVE').text])).toBe('[naïve]');
  });

  it('are in the field that was asked alone', () => {
    const marker = new WordMarker([{ alternatives: [['moth']], field: 'title' }]);
    expect(marker.marksIn('Moths', 'title')).toEqual([[0, 5]]);
    expect(marker.marksIn('Moths', 'abstract')).toEqual([]);
  });
});
