import type { PageContent } from '../shell/page.js';

/** The page that says why the sign-in by an institution failed, and what to do. */
export function institutionTroublePage(detail: string): PageContent {
  return {
    title: 'You are not signed in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>You are not signed in</h1>
        <p>{detail}</p>
        <p>
          <a class="button" href="/sign-in">
            Sign in
          </a>
        </p>
      </section>
    ),
  };
}
