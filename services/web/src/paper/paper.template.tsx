import { type CatalogPaper, FEED_PERSON_ID, type ShownComment } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { counted } from '../list/ranked-list.js';
import { paperPath, Vote } from '../list/vote.template.js';
import { Latex } from '../page/latex.template.js';
import type { PageContent } from '../page/page.js';
import { dayText } from '../text/day.js';
import { numberText } from '../text/number.js';
import { Comments } from './comments.template.js';
import type { Numbers } from './paper-detail.js';
import type { OwnStanding } from './standing.client.js';

/** What the page of a paper shows. */
export interface PaperPageProps {
  readonly paper: CatalogPaper;
  readonly numbers: Numbers;
  readonly comments: readonly ShownComment[];
  readonly now: Date;
  /** The paper as the reader sees it; absent for people who are not signed in. */
  readonly own?: OwnStanding | undefined;
}

/** More authors than this are folded. */
const AUTHORS_SHOWN = 12;

/** The page of one paper. */
export function paperPage(props: PaperPageProps): PageContent {
  const { paper } = props;
  return {
    title: latexText(paper.title),
    canonical: paperPath(paper.id),
    description: latexText(paper.summary).slice(0, 200),
    sample: paper.sample,
    body: <PaperBody {...props} />,
  };
}

function PaperBody({ paper, numbers, comments, now, own }: PaperPageProps) {
  const path = paperPath(paper.id);
  return (
    <article class="paper">
      <header>
        <h1 dir="auto">
          <Latex source={paper.title} heading />
        </h1>
        {paper.withdrawnAt ? (
          <p class="withdrawn">Withdrawn by its authors on {dayText(paper.withdrawnAt, now)}</p>
        ) : null}
        <Authors names={paper.authors.map(({ name }) => name)} />
        <ul class="facts">
          <li>
            Published <time dateTime={paper.publishedAt}>{dayText(paper.publishedAt, now)}</time>
          </li>
          {paper.version > 1 ? <li>Version {paper.version}</li> : null}
          <li>{paper.categories.join(', ')}</li>
        </ul>
      </header>
      <section aria-labelledby="abstract">
        <h2 id="abstract" class="label">
          Abstract
        </h2>
        <p class="whole" dir="auto">
          <Latex source={paper.summary} />
        </p>
        {paper.comment ? (
          <p class="fine">
            Authors’ note: <Latex source={paper.comment} />
          </p>
        ) : null}
        {paper.journalRef ? <p class="fine">Appeared in {paper.journalRef}</p> : null}
      </section>
      <aside class="side" id="vote" aria-label="About this paper">
        <Vote
          paperId={paper.id}
          title={latexText(paper.title)}
          upvotes={own?.upvotes ?? numbers.upvotes}
          upvoted={own?.upvoted}
          back={`${path}#vote`}
          withdrawn={paper.withdrawnAt !== undefined}
        />
        <ul>
          {paper.sample ? null : (
            <li>
              <a href={`https://arxiv.org/abs/${paper.id}`}>arXiv:{paper.id}</a>
            </li>
          )}
          {paper.sample ? null : (
            <li>
              <a href={`https://arxiv.org/pdf/${paper.id}`}>Read the PDF</a>
            </li>
          )}
          {paper.sample ? <li>arXiv:{paper.id} (a sample, not on arXiv)</li> : null}
          <li>
            {comments.length > 0 ? (
              <a href="#comments">{counted(numbers.comments, 'comment')}</a>
            ) : (
              counted(numbers.comments, 'comment')
            )}
          </li>
          <Submission paper={paper} now={now} />
          {paper.submission ? (
            <li class="onward">
              <a href={`${path}/why`}>Why is it where it is?</a>
            </li>
          ) : null}
        </ul>
      </aside>
      <Comments comments={comments} total={numbers.comments} now={now} />
    </article>
  );
}

function Authors({ names }: { names: readonly string[] }) {
  const shown = names.slice(0, AUTHORS_SHOWN);
  const folded = names.slice(AUTHORS_SHOWN);
  return (
    <div class="authors">
      <ul aria-label={counted(names.length, 'author')}>
        {shown.map((name, index) => (
          <li key={`${index} ${name}`}>
            <Latex source={name} />
          </li>
        ))}
      </ul>
      {folded.length > 0 ? (
        <details>
          <summary> and {numberText(folded.length)} more</summary>
          <p>{folded.join(', ')}</p>
        </details>
      ) : null}
    </div>
  );
}

function Submission({ paper, now }: { paper: CatalogPaper; now: Date }) {
  const { submission, submittedBy } = paper;
  if (!submission) return <li>On no list of a day yet</li>;
  const day = dayText(submission.at, now);
  if (submission.by === FEED_PERSON_ID) return <li>Listed from arXiv on {day}</li>;
  if (!submittedBy) return <li>Submitted on {day}</li>;
  return (
    <li class="submitter">
      <img src={`/avatars/${encodeURIComponent(submittedBy.handle)}.svg`} alt="" width="22" height="22" />{' '}
      Submitted by {submittedBy.name} on {day}
    </li>
  );
}
