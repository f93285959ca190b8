import { Latex } from '../text/latex.template.js';
import { paperPath } from '../text/paper-path.js';

/** A paper that a page offers to its reader. */
export interface OfferedPaper {
  readonly id: string;
  readonly title: string;
}

/** Something to read, at the end of a page that has no papers of its own. Without papers it has only the links to lists. */
export function ToRead({ papers = [] }: { papers?: readonly OfferedPaper[] | undefined }) {
  return (
    <section class="toread" aria-labelledby="toread">
      <h2 id="toread" class="label">
        To read meanwhile
      </h2>
      {papers.length > 0 ? (
        <ol>
          {papers.map(({ id, title }) => (
            <li key={id}>
              <a href={paperPath(id)} dir="auto">
                <Latex source={title} heading />
              </a>
            </li>
          ))}
        </ol>
      ) : null}
      <p>
        <a href="/">The newest papers</a>, <a href="/papers/week">the best of the week</a>, and{' '}
        <a href="/papers/trending">what is trending</a>
      </p>
    </section>
  );
}
