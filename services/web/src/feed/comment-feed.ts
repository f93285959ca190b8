import type { CatalogPaper, ShownComment } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { byDate, type Feed, htmlText, newest, tagUri } from './feed.js';

/** The comments on a paper as a feed, the newest first. */
export function commentFeed(
  paper: CatalogPaper,
  comments: readonly ShownComment[],
  place: { readonly publication: string; readonly publicUrl: string; readonly path: string },
): Feed {
  const { publication, publicUrl, path } = place;
  const title = latexText(paper.title);
  const page = `${publicUrl}/papers/${paper.id}`;
  const items = byDate(
    comments
      .filter(({ removed }) => removed === undefined)
      .map(({ id, text, by, postedAt, editedAt }) => ({
        id: tagUri(publicUrl, `comment/${id}`),
        url: `${page}#comment-${id}`,
        title: `${by?.name ?? 'A former reader'} on “${title}”`,
        summary: text,
        html: paragraphs(text),
        authors: by === undefined ? [] : [by.name],
        categories: [],
        published: postedAt,
        updated: editedAt ?? postedAt,
      })),
  );
  return {
    id: tagUri(publicUrl, `feed/papers/${paper.id}/comments`),
    title: `${publication}: comments on “${title}”`,
    description: `What the readers of ${publication} say of “${title}”.`,
    page,
    self: `${publicUrl}${path}`,
    publication,
    updated: newest(
      items.map(({ updated }) => updated),
      paper.publishedAt,
    ),
    items,
  };
}

function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${htmlText(paragraph).replace(/\n/g, '<br>')}</p>`)
    .join('\n');
}
