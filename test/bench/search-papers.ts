import type { PaperState } from '@paperboy/contracts';

const VOCABULARY = 60_000;
const PHRASES = 400;
const CATEGORIES = [
  'cs.LG',
  'cs.CL',
  'cs.CV',
  'stat.ML',
  'math.ST',
  'hep-th',
  'astro-ph.GA',
  'quant-ph',
  'q-bio.NC',
  'econ.EM',
];
const ONSETS = ['b', 'c', 'd', 'f', 'g', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'st', 'tr', 'ph'];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ea'];
const ENDINGS = ['', '', '', 's', 'ing', 'ed', 'tion', 'al', 'ity', 'er'];
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2007, 3, 1);
const DAYS = 7_000;

/**
 * Papers that are made up and always the same: words by Zipf's law, and phrases that come back, so that a search for one
 * finds papers with the phrase and others with its words apart.
 */
export class SearchPapers {
  private readonly words = Array.from({ length: VOCABULARY }, (_, rank) => wordOf(rank));
  private readonly chances = chancesOf(VOCABULARY);
  private readonly phrases: readonly string[];

  constructor() {
    const random = randomFrom(7);
    this.phrases = Array.from({ length: PHRASES }, () =>
      Array.from({ length: 2 + Math.floor(random() * 2) }, () => this.word(random, 30, 3_000)).join(' '),
    );
  }

  /** The nth paper, with the day on which it arrived. */
  indexed(nth: number): { state: PaperState; arrivedOn: string } {
    const state = this.paper(nth);
    return { state, arrivedOn: state.arrivedAt.slice(0, 10) };
  }

  /** The nth paper. */
  paper(nth: number): PaperState {
    const random = randomFrom(nth + 1_000);
    const publishedAt = new Date(
      FIRST_DAY + Math.floor(random() * DAYS) * DAY_MS + Math.floor(random() * DAY_MS),
    ).toISOString();
    const category = CATEGORIES[Math.floor(random() ** 2 * CATEGORIES.length)] ?? 'cs.LG';
    return {
      id: `${String(1000 + Math.floor(nth / 90_000)).padStart(4, '0')}.${String(10_000 + (nth % 90_000))}`,
      seq: 1,
      version: 1,
      title: this.text(random, 6 + Math.floor(random() * 6)),
      summary: this.text(random, 110 + Math.floor(random() * 80)),
      authors: Array.from({ length: 1 + Math.floor(random() * 6) }, () => ({
        name: `${this.word(random, 2_000, 4_000)} ${this.word(random, 4_000, 20_000)}`,
      })),
      categories: random() < 0.5 ? [category] : [category, CATEGORIES[Math.floor(random() * 3)] ?? 'cs.LG'],
      publishedAt,
      updatedAt: publishedAt,
      arrivedAt: publishedAt,
      sample: false,
    };
  }

  /** Searches of several kinds, by their kind. */
  searches(): Readonly<Record<string, readonly string[]>> {
    const random = randomFrom(99);
    const some = (make: () => string): string[] => Array.from({ length: 40 }, make);
    return {
      'three words that most papers hold': [
        this.words.slice(0, 3).join(' '),
        this.words.slice(1, 4).join(' '),
      ],
      'words of a phrase': this.phrases.slice(0, 40),
      'two usual words': some(() => `${this.word(random, 30, 600)} ${this.word(random, 30, 600)}`),
      'a rare word': some(() => this.word(random, 8_000, 40_000)),
      'a quoted phrase': this.phrases.slice(40, 80).map((phrase) => `"${phrase}"`),
    };
  }

  private text(random: () => number, length: number): string {
    const words: string[] = [];
    while (words.length < length)
      words.push(
        random() < 0.02 ? (this.phrases[Math.floor(random() ** 2 * PHRASES)] ?? '') : this.word(random),
      );
    return words.join(' ');
  }

  /** A word by its chance, or one of those that stand between two ranks. */
  private word(random: () => number, low?: number, high = VOCABULARY): string {
    if (low !== undefined) return this.words[low + Math.floor(random() * (high - low))] ?? '';
    const wanted = random() * (this.chances[VOCABULARY - 1] ?? 1);
    let [from, to] = [0, VOCABULARY - 1];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.chances[middle] ?? 0) < wanted) from = middle + 1;
      else to = middle;
    }
    return this.words[from] ?? '';
  }
}

/** Sums of the chances of words by Zipf's law. */
function chancesOf(count: number): Float64Array {
  const chances = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank += 1) {
    sum += 1 / (rank + 2.7);
    chances[rank] = sum;
  }
  return chances;
}

function wordOf(rank: number): string {
  let word = '';
  for (let left = rank + 5; left > 0; left = Math.floor(left / 96))
    word += `${ONSETS[left % 16] ?? ''}${VOWELS[Math.floor(left / 16) % 6] ?? ''}`;
  return `${word}${ENDINGS[(rank * 7) % 10] ?? ''}`;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
