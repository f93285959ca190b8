import { renderToString } from 'preact-render-to-string';
import type { Frame, PageContent } from './page.js';

const NAVIGATION = [
  { path: '/', text: 'Today' },
  { path: '/papers/week', text: 'Week' },
  { path: '/papers/month', text: 'Month' },
  { path: '/papers/trending', text: 'Trending' },
  { path: '/papers/new', text: 'New' },
] as const;

/** A whole page as bytes of HTML. */
export function renderPage(frame: Frame, page: PageContent): Buffer {
  return Buffer.from(`<!doctype html>${renderToString(<Document frame={frame} page={page} />)}`);
}

function Document({ frame, page }: { frame: Frame; page: PageContent }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>
          {page.title === frame.publication ? page.title : `${page.title} · ${frame.publication}`}
        </title>
        {page.description ? <meta name="description" content={page.description} /> : null}
        {page.unlisted ? <meta name="robots" content="noindex" /> : null}
        {page.canonical ? <link rel="canonical" href={`${frame.publicUrl}${page.canonical}`} /> : null}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={frame.stylesheet} />
        <script src={frame.script} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <Masthead frame={frame} page={page} />
        {page.sample ? <SampleBanner /> : null}
        {page.rebuilding ? <RebuildingBanner /> : null}
        <main id="main" tabIndex={-1}>
          {page.body}
        </main>
        <Colophon publication={frame.publication} />
      </body>
    </html>
  );
}

function Masthead({ frame, page: { current, canonical = '' } }: { frame: Frame; page: PageContent }) {
  return (
    <header class="masthead">
      <div class="bar">
        <a class="brand" href="/">
          <img src="/favicon.svg" alt="" width="30" height="30" />
          {frame.publication}
        </a>
        {/* Seen on paper alone. */}
        <p class="address">{`${frame.publicUrl}${canonical}`}</p>
        <nav aria-label="Lists">
          <ul>
            {NAVIGATION.map(({ path, text }) => (
              <li key={path}>
                <a href={path} aria-current={path === current ? 'page' : undefined}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="account">
          {frame.reader ? (
            <form method="post" action="/sign-out">
              <img
                src={`/avatars/${encodeURIComponent(frame.reader.handle)}.svg`}
                alt=""
                width="24"
                height="24"
              />
              <span class="who">{frame.reader.name}</span>
              <button type="submit" class="quiet">
                Sign out
              </button>
            </form>
          ) : (
            <a href="/sign-in">Sign in</a>
          )}
        </div>
      </div>
    </header>
  );
}

function SampleBanner() {
  return (
    <aside class="banner" aria-label="About these papers">
      <p>
        <strong>This is a sample.</strong> Its papers, people and votes are invented. Remove all of it with{' '}
        <code>npx paperboy sample remove</code>.
      </p>
    </aside>
  );
}

function RebuildingBanner() {
  return (
    <aside class="banner" aria-label="State of the lists">
      <p>
        <strong>The lists are being counted anew.</strong> Until that is done, what you see may lack the
        newest votes.
      </p>
    </aside>
  );
}

function Colophon({ publication }: { publication: string }) {
  return (
    <footer class="colophon">
      <p>
        {publication}: research papers, ranked by their readers and delivered by e-mail.{' '}
        <a href="/subscribe">Subscribe</a>
      </p>
      <p>
        Titles and abstracts come from <a href="https://arxiv.org">arXiv</a>. Thank you to arXiv for use of
        its open access interoperability.
      </p>
    </footer>
  );
}
