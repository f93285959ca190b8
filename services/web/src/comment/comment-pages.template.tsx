import type { CatalogPaper, ShownComment } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import type { PageContent } from '../shell/page.js';
import { Latex } from '../text/latex.template.js';
import { paperPath } from '../text/paper-path.js';
import { authorName } from './author-name.js';
import { CommentForm } from './comment-form.template.js';
import { CommentText } from './comment-text.template.js';
import { ReportForm } from './report.template.js';

/** A comment, and the paper that it is on. */
export interface CommentPageProps {
  readonly paper: CatalogPaper;
  readonly comment: ShownComment;
}

/** The page on which a comment is answered, with its text as a quote to begin with. */
export function replyPage({ paper, comment }: CommentPageProps): PageContent {
  const name = authorName(comment);
  return page(`Reply to ${name}`, paper, [
    <Said comment={comment} name={name} />,
    <CommentForm
      action={`${pathOf(paper, comment)}/reply`}
      label="Your reply"
      button="Reply"
      text={quoted(comment.text)}
    />,
  ]);
}

/** The page on which the author changes or deletes a comment. */
export function editPage(props: CommentPageProps & { editable: boolean }): PageContent {
  const { paper, comment, editable } = props;
  const path = pathOf(paper, comment);
  return page('Your comment', paper, [
    editable ? (
      <CommentForm action={`${path}/edit`} label="Your text" button="Save" text={comment.text} />
    ) : (
      <>
        <Said comment={comment} name="you" />
        <p>A comment can be changed for 15 minutes. It can be deleted at any time.</p>
      </>
    ),
    <form method="post" action={`${path}/delete`}>
      <button type="submit" class="plain">
        Delete this comment
      </button>
      <p class="fine">Its text is then gone. Where somebody answered, its place remains.</p>
    </form>,
  ]);
}

/** The page that asks a curator whether a comment is to be hidden. */
export function hidePage({ paper, comment }: CommentPageProps): PageContent {
  const name = authorName(comment);
  return page('Hide this comment?', paper, [
    <Said comment={comment} name={name} />,
    <form method="post" action={`${pathOf(paper, comment)}/hide`} class="stacked">
      <label for="reason">Reason, if you like; the audit log keeps it</label>
      <input id="reason" name="reason" maxLength={300} autocomplete="off" dir="auto" />
      <button type="submit">Hide it</button>
      <p class="fine">It is then neither shown nor counted. It can be shown again.</p>
    </form>,
  ]);
}

/** The page after a curator has hidden a comment, with the button that undoes it. */
export function hiddenPage(paper: CatalogPaper, commentId: string): PageContent {
  return page('The comment is hidden', paper, [
    <form method="post" action={`${paperPath(paper.id)}/comment/${commentId}/restore`}>
      <button type="submit" class="plain">
        Show it again
      </button>
    </form>,
    <p>
      <a href="/queue">To the queue</a>
    </p>,
  ]);
}

/** The page on which a reader reports a comment. */
export function reportPage({ paper, comment }: CommentPageProps): PageContent {
  return page('Report this comment?', paper, [
    <Said comment={comment} name={authorName(comment)} />,
    <ReportForm action={`${pathOf(paper, comment)}/report`} />,
  ]);
}

/** The page after a reader has reported a comment. */
export function reportedPage(paper: CatalogPaper): PageContent {
  return page('Thank you', paper, [<p>A curator looks at the comment. It stays as it is until then.</p>]);
}

/** The page for a person whose session ended while writing, with the text so that it is not lost. */
export function signedOutPage(paperId: string, text: string): PageContent {
  return {
    title: 'Please sign in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Please sign in</h1>
        <p>You are not signed in any more, so your comment was not posted. Copy it before you go on:</p>
        <textarea rows={8} readOnly aria-label="Your comment" dir="auto">
          {text}
        </textarea>
        <p>
          <a class="button" href={`${paperPath(paperId)}/comment`}>
            Sign in
          </a>
        </p>
      </section>
    ),
  };
}

function page(title: string, paper: CatalogPaper, content: readonly preact.JSX.Element[]): PageContent {
  return {
    title: `${title}: ${latexText(paper.title)}`,
    unlisted: true,
    body: (
      <section class="notice">
        <h1>{title}</h1>
        <p>
          On{' '}
          <a href={`${paperPath(paper.id)}#comments`}>
            <Latex source={paper.title} />
          </a>
        </p>
        {content}
      </section>
    ),
  };
}

function Said({ comment, name }: { comment: ShownComment; name: string }) {
  return (
    <blockquote aria-label={`What ${name} wrote`}>
      <CommentText text={comment.text} />
    </blockquote>
  );
}

function pathOf(paper: CatalogPaper, comment: ShownComment): string {
  return `${paperPath(paper.id)}/comment/${comment.id}`;
}

/** The most characters of a quote. It may be short, since the whole comment is on the page. */
const LONGEST_QUOTE = 300;

/** The beginning of a text as a quote in Markdown, and room below it. */
function quoted(text: string): string {
  const beginning = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE).trimEnd()} …` : text;
  return `${beginning.replace(/^/gm, '> ')}\n\n`;
}
