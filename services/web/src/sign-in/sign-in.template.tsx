import type { PageContent } from '../page/page.js';

/** How to sign in. */
export function signInPage(): PageContent {
  return {
    title: 'Sign in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Sign in</h1>
        <p>You sign in with a link that works once. Ask whoever runs this publication for yours.</p>
        <p>Signed in, you upvote papers and so decide what others read first. Reading needs no account.</p>
        <p class="fine">
          For operators: <code>npx paperboy people link ADDRESS</code> prints such a link.
        </p>
      </section>
    ),
  };
}

/** Behind a link: the button that uses it up, since programs that check mails follow links and press no buttons. */
export function redeemPage(token: string): PageContent {
  return {
    title: 'Sign in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Welcome back</h1>
        <p>One more step: this link signs you in once, on this device.</p>
        <form method="post" action={`/sign-in/${encodeURIComponent(token)}`}>
          <button type="submit">Sign in</button>
        </form>
      </section>
    ),
  };
}
