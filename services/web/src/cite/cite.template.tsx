import { type CatalogPaper } from '@paperboy/contracts';
import { paperPath } from '../text/paper-path.js';
import { bibtex } from './bibtex.js';

/** How to cite a paper: BibTeX to copy, and both formats as files. */
export function Cite({ paper }: { paper: CatalogPaper }) {
  const path = paperPath(paper.id);
  return (
    <section class="cite" aria-labelledby="cite">
      <h2 id="cite" class="label">
        Cite
      </h2>
      <p>
        <a href={`${path}/cite.bib`}>BibTeX</a> · <a href={`${path}/cite.ris`}>RIS</a>
      </p>
      <details>
        <summary>Show BibTeX</summary>
        <pre>
          <code>{bibtex(paper)}</code>
        </pre>
      </details>
    </section>
  );
}
