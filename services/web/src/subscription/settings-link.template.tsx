import type { PageContent } from '../shell/page.js';

/** The page behind a link that can't open the settings: it is too old, or it can only unsubscribe. */
export function linkEndedPage(token: string): PageContent {
  return {
    title: 'Your digest',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>This link opens no settings any more</h1>
        <p>
          Links to the settings are good for five weeks, so that a mail that was passed on gives nothing away
          for long. We send a new one to the address of the subscription, once an hour.
        </p>
        <form method="post" action={`/u/${encodeURIComponent(token)}/link`}>
          <button type="submit">Send me a new link</button>
        </form>
        <p>
          With an account you can <a href="/settings/digests">sign in</a> instead.
        </p>
      </section>
    ),
  };
}

/** The page after a new link was requested. */
export function linkSentPage(): PageContent {
  return {
    title: 'Check your inbox',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Check your inbox</h1>
        <p>
          A new link is on its way to the address of the subscription. If none comes, try again in an hour.
        </p>
      </section>
    ),
  };
}
