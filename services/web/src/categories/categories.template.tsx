import { CATEGORIES, type SearchAnswer } from '@paperboy/contracts';
import { listPath } from '../list/list-address.js';
import type { PageContent } from '../shell/page.js';
import { numberText } from '../text/number.js';

type Named = (typeof CATEGORIES)[number];

/** All categories of arXiv, those with papers with their number. */
export function categoriesPage(facets: SearchAnswer['facets']): PageContent {
  const papers = new Map(facets?.categories.map((each) => [each.category, each.papers]));
  return {
    title: 'Categories',
    canonical: '/categories',
    description: 'The categories of the papers, each with a list of its own.',
    body: (
      <section class="archives">
        <h1>Categories</h1>
        {facets ? (
          <p class="fine">
            Numbers count the newest {numberText(facets.of)} papers, for the most frequent categories.
          </p>
        ) : null}
        {[...byArchive()].map(([archive, categories]) => (
          <section key={archive} aria-labelledby={`of-${archive}`}>
            <h2 id={`of-${archive}`} class="label">
              {archive}
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
function byArchive(): Map<string, Named[]> {
  const archives = new Map<string, Named[]>();
  for (const named of CATEGORIES) {
    const archive = named[0].replace(/\..*/, '');
    archives.set(archive, [...(archives.get(archive) ?? []), named]);
  }
  return archives;
}

function Count({ papers }: { papers: number | undefined }) {
  return papers === undefined ? null : <span class="fine">{numberText(papers)}</span>;
}
