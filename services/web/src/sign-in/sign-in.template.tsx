import type { Interrupted } from '../gate/interrupted.js';
import type { PageContent, Reader } from '../page/page.js';

/** How to sign in, and what for when a vote led here. */
export function signInPage(interrupted?: Interrupted): PageContent {
  return {
    title: 'Sign in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Sign in</h1>
        {interrupted?.paperId ? (
          <p>
            <strong>Upvoting needs an account.</strong> Your upvote of{' '}
            <a href={`/papers/${interrupted.paperId}`}>{interrupted.paperId}</a> waits in this browser for a
            day: it is cast when you sign in here, and you come back to where you were.
          </p>
        ) : null}
        <p>You sign in with a link that works once. Ask whoever runs this publication for yours.</p>
        <p>Signed in, you upvote papers and so decide what others read first. Reading needs no account.</p>
        <p class="fine">
          For operators: <code>npx paperboy people link ADDRESS</code> prints such a link, and makes the
          account if there is none.
        </p>
      </section>
    ),
  };
}

/** Behind a link: the button that uses it up, since programs that check mails follow links and press no buttons. */
export function redeemPage(token: string, interrupted?: Interrupted): PageContent {
  const paperId = interrupted?.paperId;
  return {
    title: 'Sign in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Welcome</h1>
        <p>One more step: this link signs you in once, on this device.</p>
        {paperId ? (
          <p>
            Your upvote of <a href={`/papers/${paperId}`}>{paperId}</a> is cast with it.
          </p>
        ) : null}
        <form method="post" action={`/sign-in/${encodeURIComponent(token)}`}>
          {paperId ? <input type="hidden" name="vote" value={paperId} /> : null}
          {interrupted ? <input type="hidden" name="return" value={interrupted.back} /> : null}
          <button type="submit">{paperId ? 'Sign in and upvote' : 'Sign in'}</button>
        </form>
      </section>
    ),
  };
}

const TROUBLES: Readonly<Record<string, { heading: string; text: string }>> = {
  'sign-in-link-used': {
    heading: 'This link has been used',
    text: 'Each sign-in link works once, so that nobody else can use yours later.',
  },
  'sign-in-link-replaced': {
    heading: 'There is a newer link',
    text: 'A newer sign-in link was made for this account, and only the newest works.',
  },
  'sign-in-link-expired': {
    heading: 'This link is too old',
    text: 'Sign-in links work for a short time only.',
  },
};
const UNKNOWN = {
  heading: 'This is no sign-in link',
  text: 'It is not known here; perhaps it was cut on the way.',
};

/** Why a link signs nobody in, and what to do. */
export function uselessLinkPage(code: string, reader?: Reader): PageContent {
  const { heading, text } = TROUBLES[code] ?? UNKNOWN;
  return {
    title: heading,
    unlisted: true,
    body: (
      <section class="notice">
        <h1>{heading}</h1>
        <p>{text}</p>
        {reader ? (
          <p>You are signed in as {reader.name} on this device: there is nothing to do.</p>
        ) : (
          <p>To sign in here, ask whoever runs this publication for a new one.</p>
        )}
        <p>
          <a href="/">To the papers</a>
        </p>
      </section>
    ),
  };
}

/** The person is signed in, but the vote that led there could not be cast. */
export function signedInOnlyPage(interrupted: Interrupted, why: string): PageContent {
  return {
    title: 'You are signed in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>You are signed in</h1>
        <p>Your upvote could not be cast: {why}</p>
        <p>
          <a href={interrupted.back}>Back to where you were</a>
        </p>
      </section>
    ),
  };
}
