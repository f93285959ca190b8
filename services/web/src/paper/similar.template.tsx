import { Latex } from '../text/latex.template.js';
import { counted } from '../text/number.js';
import { paperPath } from '../text/paper-path.js';
import type { SimilarPapers } from './papers.client.js';

/** Papers like the one on the page. */
export function Similar({ papers }: { papers: SimilarPapers }) {
  if (papers.length === 0) return null;
  return (
    <section class="similar" aria-labelledby="similar">
      <h2 id="similar" class="label">
        Similar papers
      </h2>
      <ul>
        {papers.map(({ paper }) => (
          <li key={paper.id}>
            <a href={paperPath(paper.id)} dir="auto">
              <Latex source={paper.title} heading />
            </a>{' '}
            <span class="fine">{counted(paper.upvotes, 'upvote')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
