import type { PageContent } from './page.js';

/** The content of the page for a problem. */
export interface Trouble {
  readonly status: number;
  readonly detail: string;
  readonly requestId?: string | undefined;
}

const HEADINGS: Readonly<Record<number, string>> = {
  400: 'That did not work',
  401: 'Please sign in',
  403: 'That is not allowed',
  404: 'There is nothing here',
  409: 'That does not fit',
  410: 'This is no longer here',
  413: 'That is too much',
  429: 'A little slower, please',
  503: 'Back in a moment',
};

/** The page for a problem: what happened and where to go from here. */
export function problemPage(trouble: Trouble): PageContent {
  const heading =
    HEADINGS[trouble.status] ?? (trouble.status < 500 ? 'That did not work' : 'Something went wrong');
  return {
    title: heading,
    unlisted: true,
    body: (
      <section class="notice">
        <h1>{heading}</h1>
        <p>{trouble.detail}</p>
        <Ways status={trouble.status} />
        {trouble.requestId && trouble.status >= 500 ? (
          <p class="fine">
            If it stays like this, tell the operator this number: <code>{trouble.requestId}</code>
          </p>
        ) : null}
      </section>
    ),
  };
}

function Ways({ status }: { status: number }) {
  if (status === 401) {
    return (
      <p>
        <a class="button" href="/sign-in">
          Sign in
        </a>
      </p>
    );
  }
  return (
    <ul class="ways">
      <li>
        <a href="/">The newest papers</a>
      </li>
      <li>
        <a href="/papers/trending">What is trending</a>
      </li>
      <li>
        <a href="/papers/new">What is new</a>
      </li>
    </ul>
  );
}
