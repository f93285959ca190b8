import { CATEGORIES, type CategoryCounts, categoryName } from '@paperboy/contracts';
import { listPath } from '../list/list-address.js';
import type { PageContent } from '../shell/page.js';
import { counted, numberText } from '../text/number.js';

/** The names of the archives that are no categories themselves. Source: arXiv’s taxonomy. */
const ARCHIVES: Readonly<Record<string, string>> = {
  cs: 'Computer Science',
  econ: 'Economics',
  eess: 'Electrical Engineering and Systems Science',
  math: 'Mathematics',
  nlin: 'Nonlinear Sciences',
  physics: 'Physics',
  'q-bio': 'Quantitative Biology',
  'q-fin': 'Quantitative Finance',
  stat: 'Statistics',
};

type Named = readonly [category: string, name: string];

/** All categories of arXiv. Those that have papers show how many. */
export function categoriesPage(counts: CategoryCounts | undefined): PageContent {
  const papers = new Map(counts?.categories.map((each) => [each.category, each.papers]));
  // The publication's own sources may have categories that arXiv lacks.
  const others = [...papers.keys()].filter((category) => categoryName(category) === undefined);
  return {
    title: 'Categories',
    canonical: '/categories',
    description: 'The categories of the papers, each with a list of its own.',
    body: (
      <section class="archives">
        <h1>Categories</h1>
        {counts ? (
          <p class="fine">
            {counted(counts.papers, 'paper')}. A paper may be of several categories. The numbers grow while an
            import is running.
          </p>
        ) : null}
        {[...byArchive(others)].map(([archive, categories]) => (
          <section key={archive} aria-labelledby={`of-${archive}`}>
            <h2 id={`of-${archive}`} class="label">
              {ARCHIVES[archive] ?? categoryName(archive) ?? archive}
            </h2>
            <ul>
              {categories.map(([category, name]) => (
                <li key={category}>
                  <a href={listPath({ list: 'trending', category, page: 0 })}>{name}</a>{' '}
                  <code>{category}</code> <Count papers={papers.get(category)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    ),
  };
}

/** The categories of each archive: `cs` of `cs.LG`. */
function byArchive(others: readonly string[]): Map<string, Named[]> {
  const archives = new Map<string, Named[]>();
  const named: readonly Named[] = [...CATEGORIES, ...others.map((other): Named => [other, other])];
  for (const each of named) {
    const archive = each[0].replace(/\..*/, '');
    archives.set(archive, [...(archives.get(archive) ?? []), each]);
  }
  return archives;
}

function Count({ papers }: { papers: number | undefined }) {
  return papers === undefined ? null : <span class="fine">{numberText(papers)}</span>;
}
