import { categoryName, type SearchAnswer } from '@paperboy/contracts';
import { counted, numberText } from '../text/number.js';
import { type SearchAddress, searchPath, withTerm } from './search-address.js';

const CATEGORIES_SHOWN = 12;
const YEARS_SHOWN = 8;

/** Links that narrow a search to a category, a year or trending papers. */
export function Narrowing({
  query,
  facets,
}: {
  query: SearchAddress;
  facets: NonNullable<SearchAnswer['facets']>;
}) {
  return (
    <aside class="rail facets" aria-label="Narrow the search">
      <nav aria-labelledby="by-category">
        <h2 id="by-category" class="label">
          Categories
        </h2>
        <ul>
          {facets.categories.slice(0, CATEGORIES_SHOWN).map(({ category, papers }) => (
            <Facet
              key={category}
              href={searchPath(withTerm(query, `cat:${category}`))}
              name={categoryName(category) ?? category}
              papers={papers}
            />
          ))}
        </ul>
      </nav>
      <nav aria-labelledby="by-year">
        <h2 id="by-year" class="label">
          Years
        </h2>
        <ul>
          {facets.years.slice(0, YEARS_SHOWN).map(({ year, papers }) => (
            <Facet
              key={year}
              href={searchPath(withTerm(query, `from:${year} to:${year}`))}
              name={String(year)}
              papers={papers}
            />
          ))}
        </ul>
      </nav>
      <nav aria-label="Other limits">
        <ul>
          <li>
            <a href={searchPath({ ...query, trending: !query.trending, page: 0 })}>
              {query.trending ? 'Also papers that are not trending' : 'Only trending papers'}
            </a>
          </li>
        </ul>
        <p class="fine">Counted among the newest {counted(facets.of, 'paper')} found.</p>
      </nav>
    </aside>
  );
}

function Facet({ href, name, papers }: { href: string; name: string; papers: number }) {
  return (
    <li>
      <a href={href}>{name}</a> <span class="fine">{numberText(papers)}</span>
    </li>
  );
}
