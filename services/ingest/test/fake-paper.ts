/** A made-up paper of the fake archive. */
export interface FakePaper {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly {
    readonly family: string;
    readonly given: string;
    readonly affiliation?: string;
  }[];
  /** The primary one first. */
  readonly categories: readonly string[];
  readonly sets: readonly string[];
  /** One moment a version. */
  readonly versions: readonly Date[];
  /** The day on which its record changed last, YYYY-MM-DD. */
  readonly changed: string;
  readonly deleted?: boolean;
  readonly comments?: string;
  readonly doi?: string;
  /** How and when it is announced today. */
  readonly announced?: { readonly kind: string; readonly at: Date };
}

/** A paper like those of arXiv, with its id in the title. */
export function fakePaper(id: string, different: Partial<FakePaper> = {}): FakePaper {
  const categories = different.categories ?? ['cs.CL'];
  return {
    id,
    title: `Kites that\n  remember ${id}`,
    abstract: '  We fly a kite & see that $a < b$.\n',
    authors: [
      { family: 'Brook', given: 'Ines', affiliation: 'School of Kites' },
      { family: 'Ferreira', given: 'Tom\u00e1s' },
    ],
    categories,
    sets: categories.map((category) => `cs:cs:${category.split('.')[1]}`),
    versions: [new Date('2026-11-24T15:04:05Z')],
    changed: '2026-11-25',
    ...different,
  };
}
