import type { CatalogPaper, ShownComment } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import type { PageContent } from '../shell/page.js';
import { Latex } from '../text/latex.template.js';
import { paperPath } from '../text/paper-path.js';
import { type Commenter, Threads } from './comments.template.js';
import { olderPath } from './older-path.js';

/** What the page of older comments shows. */
export interface OlderPageProps {
  readonly paper: CatalogPaper;
  /** The place behind which the page begins. */
  readonly after: string;
  /** In the order of their times. */
  readonly comments: readonly ShownComment[];
  /** The place behind which the next page begins; absent on the last page. */
  readonly older?: string | undefined;
  readonly now: Date;
  /** Absent for people who are not signed in. */
  readonly reader?: Commenter | undefined;
}

/** A page of the comments on a paper that are too old for the paper's own page. */
export function olderPage(props: OlderPageProps): PageContent {
  const { paper, after, comments } = props;
  const path = paperPath(paper.id);
  return {
    title: `Older comments: ${latexText(paper.title)}`,
    canonical: olderPath(paper.id, after),
    description: `Older comments on ${latexText(paper.title)}.`,
    sample: paper.sample,
    unlisted: paper.sample || comments.length === 0,
    body: (
      <section class="comments">
        <h1>Older comments</h1>
        <p>
          On{' '}
          <a href={path} dir="auto">
            <Latex source={paper.title} />
          </a>
        </p>
        {comments.length === 0 ? <p>There are no older comments.</p> : null}
        <Threads {...props} paperId={paper.id} />
        <p class="onward">
          <a href={`${path}#comments`}>The newest comments</a>
        </p>
      </section>
    ),
  };
}
