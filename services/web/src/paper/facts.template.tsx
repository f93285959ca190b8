import { type CatalogPaper, categoryName, paperLinks } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { dayText } from '../text/day.js';
import { placesOf } from '../text/paper-places.js';

/** When a paper was published, what it is about, and where else it can be read. */
export function PaperFacts({ paper, now }: { paper: CatalogPaper; now: Date }) {
  return (
    <ul class="facts">
      <li>
        Published <time dateTime={paper.publishedAt}>{dayText(paper.publishedAt, now)}</time>
      </li>
      {paper.version > 1 ? <li>Version {paper.version}</li> : null}
      {paper.categories.map((category) => (
        <li key={category}>
          <a class="tag" href={`/papers/trending?category=${category}`}>
            {categoryName(category) ?? 'Category'} <code>{category}</code>
          </a>
        </li>
      ))}
      {paper.sample ? (
        <li>{placesOf(paper).label} (a sample, not on arXiv)</li>
      ) : (
        elsewhere(paper).map(({ text, url }) => (
          <li key={text}>
            <a href={url}>{text}</a>
          </li>
        ))
      )}
    </ul>
  );
}

function elsewhere(paper: CatalogPaper): { text: string; url: string }[] {
  const scholar = new URLSearchParams({ q: latexText(paper.title) });
  const { label, page, html } = placesOf(paper);
  const { githubRepo, codeRepo, projectPage } = paperLinks(paper);
  const code = githubRepo ?? codeRepo;
  return [
    ...(page ? [{ text: label, url: page }] : []),
    ...(html ? [{ text: 'HTML', url: html }] : []),
    ...(paper.doi ? [{ text: 'DOI', url: `https://doi.org/${encodeURI(paper.doi)}` }] : []),
    { text: 'Scholar', url: `https://scholar.google.com/scholar?${scholar}` },
    ...(code ? [{ text: 'Code', url: code }] : []),
    ...(projectPage ? [{ text: 'Project page', url: projectPage }] : []),
  ];
}
