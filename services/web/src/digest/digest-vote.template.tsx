import type { PageContent } from '../shell/page.js';
import { PaperLink } from '../text/paper-link.template.js';
import { paperPath } from '../text/paper-path.js';

/** The paper that a link of a digest is about, and the path of the link. */
export interface LinkedPaper {
  readonly id: string;
  readonly title: string;
  /** The path of this page, to which its buttons post. */
  readonly path: string;
}

/** The page behind a link to vote. Its button casts the vote, since programs that scan mails follow links. */
export function votePage({ id, title, path }: LinkedPaper, signedInAs: string | undefined): PageContent {
  return {
    title: 'Upvote this paper?',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Upvote this paper?</h1>
        <p>
          <PaperLink id={id} title={title} />
        </p>
        <form method="post" action={path}>
          <button type="submit">Upvote</button>
        </form>
        <p class="fine">
          {signedInAs === undefined
            ? 'The vote is that of the account with the address to which the digest was sent. It can be cast once.'
            : `You are signed in as ${signedInAs}, so the vote is yours.`}
        </p>
      </section>
    ),
  };
}

/** The page after the vote. */
export function votedPage({ id, title }: LinkedPaper): PageContent {
  return {
    title: 'Your upvote is cast',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Your upvote is cast</h1>
        <p>
          <PaperLink id={id} title={title} />
        </p>
        <p>The number follows within a moment. The button on the page of the paper takes the vote back.</p>
        <p class="reading">
          Meanwhile: <a href="/">the newest papers</a>, and <a href="/papers/trending">what is trending</a>.
        </p>
      </section>
    ),
  };
}

/** The page for a reader without an account: the vote can wait until there is one. */
export function accountNeededPage({ id, title, path }: LinkedPaper): PageContent {
  return {
    title: 'Upvoting needs an account',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Upvoting needs an account</h1>
        <p>
          The address to which this digest was sent has none yet. We can send a mail with a link and a code to
          it; no password. Your upvote of <PaperLink id={id} title={title} /> waits in this browser for a day,
          and is cast when you sign in here.
        </p>
        <form method="post" action={`${path}/account`}>
          <button type="submit">Send me the mail</button>
        </form>
        <p>Do you have an account with another address?</p>
        <form method="post" action={`${paperPath(id)}/upvote`}>
          <button type="submit" class="quiet">
            Sign in with another address
          </button>
        </form>
      </section>
    ),
  };
}

/** The page of a link that can't cast a vote. */
export function uselessVoteLinkPage(isOver: boolean): PageContent {
  const heading = isOver ? 'This link has ended' : 'This link is not whole';
  return {
    title: heading,
    unlisted: true,
    body: (
      <section class="notice">
        <h1>{heading}</h1>
        <p>
          {isOver
            ? 'The links of a digest work for thirty days. '
            : 'It is not one that we sent; perhaps it was cut or changed on the way. '}
          Every paper has a button for its upvotes on the site: <a href="/">the newest papers</a>,{' '}
          <a href="/papers/trending">what is trending</a>, <a href="/archive">all days</a>.
        </p>
      </section>
    ),
  };
}
