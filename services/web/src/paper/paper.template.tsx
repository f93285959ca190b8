import {
  type CatalogPaper,
  type ChangedPaper,
  CITE_TYPES,
  FEED_FORMATS,
  FEED_NAMES,
  FEED_TYPES,
  type PaperNumbers,
  type ShownComment,
  type Why,
} from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { CARD_SIZE, cardPath } from '../card/card.js';
import { ChangedSince } from '../change/changed.template.js';
import { Cite } from '../cite/cite.template.js';
import { type Commenter, Comments } from '../comment/comments.template.js';
import { PutAway, Save } from '../keep/keep.template.js';
import type { PageContent } from '../shell/page.js';
import { dayText } from '../text/day.js';
import { Latex, LinkedLatex } from '../text/latex.template.js';
import { counted, numberText } from '../text/number.js';
import { paperPath } from '../text/paper-path.js';
import { placesOf } from '../text/paper-places.js';
import type { OwnVote } from '../vote/own-votes.client.js';
import { Vote } from '../vote/vote.template.js';
import { Affiliations } from './affiliations.template.js';
import { PaperFacts } from './facts.template.js';
import { Glance } from './glance.template.js';
import type { SimilarPapers } from './papers.client.js';
import { scholarlyArticle } from './scholarly-article.js';
import { Similar } from './similar.template.js';

/** What the page of a paper shows. */
export interface PaperPageProps {
  readonly paper: CatalogPaper;
  readonly numbers: PaperNumbers;
  readonly comments: readonly ShownComment[];
  /** The place behind which the older comments begin; absent when all are in `comments`. */
  readonly older?: string | undefined;
  /** Its rank on Trending and the reasons. Absent when it is not on a list, and while ranking is away. */
  readonly why?: Why | undefined;
  readonly similar: SimilarPapers;
  readonly publicUrl: string;
  readonly now: Date;
  /** The paper as the reader sees it; absent for people who are not signed in. */
  readonly own?: OwnVote | undefined;
  /** What changed since the reader read it, absent when nothing did. */
  readonly changed?: ChangedPaper | undefined;
  readonly reader?: Commenter | undefined;
  /** Whether curators have locked the comments. */
  readonly locked?: boolean | undefined;
  /** The reader's own comments that wait for a curator. */
  readonly waiting?: readonly ShownComment[] | undefined;
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
    unlisted: paper.sample,
    feeds: FEED_FORMATS.map((format) => ({
      title: `Comments on the paper (${format.toUpperCase()})`,
      path: `${paperPath(paper.id)}/comments.${format}`,
      type: FEED_TYPES[format],
    })),
    alternates: [
      { path: `${paperPath(paper.id)}.md`, type: 'text/markdown' },
      { path: `${paperPath(paper.id)}/cite.bib`, type: CITE_TYPES.bib },
      { path: `${paperPath(paper.id)}/cite.ris`, type: CITE_TYPES.ris },
    ],
    preview: {
      picture: { path: cardPath(paper.id), ...CARD_SIZE, says: latexText(paper.title) },
    },
    about: scholarlyArticle(paper, props.publicUrl),
    body: <PaperBody {...props} />,
  };
}

function PaperBody(props: PaperPageProps) {
  const { paper, numbers, comments, why, similar, publicUrl, now, own, changed, reader } = props;
  const path = paperPath(paper.id);
  const address = `${publicUrl}${path}`;
  const { pdf, page } = placesOf(paper);
  const read = pdf ?? page;
  return (
    <article class="paper" data-paper={paper.id}>
      <header>
        <h1 dir="auto">
          <Latex source={paper.title} heading />
        </h1>
        {paper.withdrawnAt ? (
          <p class="withdrawn">Withdrawn by its authors on {dayText(paper.withdrawnAt, now)}</p>
        ) : null}
        <Authors paper={paper} />
        <Affiliations of={paper.authors} />
        <div class="acts" id="vote">
          <Vote
            paperId={paper.id}
            title={latexText(paper.title)}
            upvotes={own?.upvotes ?? numbers.upvotes}
            upvoted={own?.upvoted}
            back={`${path}#vote`}
            withdrawn={paper.withdrawnAt !== undefined}
          />
          <Save paperId={paper.id} title={latexText(paper.title)} back={`${path}#vote`} own={own} />
          {read ? (
            <a class="button" href={read}>
              {pdf ? 'Read PDF' : 'Read it'}
            </a>
          ) : null}
          <button type="button" class="plain copy" data-copy={address} hidden>
            Copy link
          </button>
          {own ? (
            <PutAway paperId={paper.id} title={latexText(paper.title)} back={`${path}#vote`} own={own} />
          ) : null}
        </div>
        <PaperFacts paper={paper} now={now} />
        {reader ? <Own paper={paper} reader={reader} /> : null}
        {changed ? <ChangedSince changed={changed} now={now} /> : null}
      </header>
      <section aria-labelledby="abstract">
        <h2 id="abstract" class="label">
          Abstract
        </h2>
        <p class="whole" dir="auto">
          <LinkedLatex source={paper.summary} />
        </p>
        {paper.comment ? (
          <p class="fine">
            Authors’ note: <LinkedLatex source={paper.comment} />
          </p>
        ) : null}
        {paper.journalRef ? <p class="fine">Appeared in {paper.journalRef}</p> : null}
      </section>
      <section aria-labelledby="why">
        <h2 id="why" class="label">
          Why is it here?
        </h2>
        {why ? <Glance why={why} now={now} /> : null}
        <ul class="facts">
          <Submission paper={paper} now={now} />
          <Elsewhere paper={paper} now={now} />
          <li>
            <a href="#comments">{counted(numbers.comments, 'comment')}</a>
          </li>
          {paper.submission ? (
            <li class="onward">
              <a href={`${path}/why`}>Why is it where it is?</a>
            </li>
          ) : null}
        </ul>
      </section>
      <Comments
        paperId={paper.id}
        comments={comments}
        older={props.older}
        now={now}
        reader={reader}
        locked={props.locked}
        waiting={props.waiting}
      />
      <Cite paper={paper} />
      <Similar papers={similar} />
    </article>
  );
}

function Authors({ paper: { authors, claimed = [] } }: { paper: CatalogPaper }) {
  const names = authors.map(({ name }) => name);
  const shown = names.slice(0, AUTHORS_SHOWN);
  const folded = names.slice(AUTHORS_SHOWN);
  return (
    <div class="authors">
      <ul aria-label={counted(names.length, 'author')}>
        {shown.map((name, index) => (
          <li key={`${index} ${name}`}>
            <Latex source={name} />
            <Confirmed person={claimed.find(({ author }) => author === index)} />
          </li>
        ))}
        {claimed
          .filter(({ author }) => author >= AUTHORS_SHOWN)
          .map((person) => (
            <li key={person.id}>
              <Latex source={names[person.author] ?? ''} />
              <Confirmed person={person} />
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

/** Links an author to the account that a curator confirmed as this author, if there is one. */
function Confirmed({ person }: { person?: NonNullable<CatalogPaper['claimed']>[number] | undefined }) {
  if (!person) return null;
  return (
    <>
      {' '}
      <a class="isauthor" href={`/people/${encodeURIComponent(person.handle)}`}>
        @{person.handle}
      </a>
    </>
  );
}

/** Links for the reader: to claim the paper, and to give its links where that is allowed. */
function Own({ paper, reader: { handle, role } }: { paper: CatalogPaper; reader: Commenter }) {
  const path = paperPath(paper.id);
  const isAuthor = paper.claimed?.some((person) => person.handle === handle) ?? false;
  const mayLink = isAuthor || role !== 'reader' || paper.submittedBy?.handle === handle;
  return (
    <p class="fine own">
      <a href={`${path}/claim`}>{isAuthor ? 'Your authorship' : 'Are you an author?'}</a>
      {mayLink ? (
        <>
          {' '}
          · <a href={`${path}/links`}>Give links</a>
        </>
      ) : null}
    </p>
  );
}

/** The day and the upvotes of the paper on another site, which have no effect here. */
function Elsewhere({ paper: { elsewhere }, now }: { paper: CatalogPaper; now: Date }) {
  if (!elsewhere) return null;
  const { site, day, by, upvotes } = elsewhere;
  return (
    <li>
      On {site}: listed on {dayText(`${day}T00:00:00.000Z`, now)}
      {by ? ` by ${by}` : ''}, {counted(upvotes, 'upvote')} there
    </li>
  );
}

function Submission({ paper, now }: { paper: CatalogPaper; now: Date }) {
  const { submission, submittedBy } = paper;
  if (!submission) {
    return (
      <li>
        On no list of a day yet. <a href={`/submit?paper=${encodeURIComponent(paper.id)}`}>Submit it</a>
      </li>
    );
  }
  const day = dayText(submission.at, now);
  const feed = FEED_NAMES.get(submission.by);
  if (feed)
    return (
      <li>
        Listed from {feed} on {day}
      </li>
    );
  if (!submittedBy) return <li>Submitted on {day}</li>;
  return (
    <li class="submitter">
      <img src={`/avatars/${encodeURIComponent(submittedBy.handle)}.svg`} alt="" width="22" height="22" />{' '}
      Submitted by <a href={`/people/${encodeURIComponent(submittedBy.handle)}`}>{submittedBy.name}</a> on{' '}
      {day}
    </li>
  );
}
