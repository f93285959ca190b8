import { renderToString } from 'preact-render-to-string';
import { Discovery } from './discovery.template.js';
import { moderationPages } from './moderation-pages.js';
import type { Frame, PageContent } from './page.js';

const NAVIGATION = [
  { path: '/', text: 'Today' },
  { path: '/papers/week', text: 'Week' },
  { path: '/papers/month', text: 'Month' },
  { path: '/papers/trending', text: 'Trending' },
  { path: '/papers/new', text: 'New' },
] as const;

/** The links in the foot of every page. */
const MORE = [
  { path: '/archive', text: 'Archive' },
  { path: '/categories', text: 'Categories' },
  { path: '/papers', text: 'Search' },
  { path: '/submit', text: 'Submit' },
  { path: '/subscribe', text: 'Subscribe' },
  { path: '/feeds', text: 'Feeds' },
  { path: '/api/docs', text: 'API' },
  { path: '/about', text: 'About' },
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
        <Discovery frame={frame} page={page} />
        <link rel="icon" href={frame.mark.path} type={frame.mark.type} />
        <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
        <link rel="manifest" href="/manifest.webmanifest" />
        <link rel="preload" href={frame.font} as="font" type="font/woff2" crossorigin="anonymous" />
        <link rel="stylesheet" href={frame.stylesheet} />
        <script src={frame.script} defer />
        {page.script ? <script src={page.script} defer /> : null}
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
        <Colophon frame={frame} />
      </body>
    </html>
  );
}

function Masthead({ frame, page: { current, canonical = '' } }: { frame: Frame; page: PageContent }) {
  return (
    <header class="masthead">
      <div class="bar">
        <a class="brand" href="/">
          <img src={frame.mark.path} alt="" width="26" height="26" />
          <span>{frame.publication}</span>
        </a>
        {/* Shown in print only. */}
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
        <search class="find">
          <form action="/papers">
            <label for="find" class="hidden">
              Search all papers
            </label>
            <input id="find" name="q" type="search" placeholder="Search" maxLength={300} />
          </form>
        </search>
        <a class="tosearch" href="/papers">
          <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
            <path d="M6.8 2.3a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9M10 10l4 4" />
          </svg>
          <span class="hidden">Search</span>
        </a>
        <Picker />
        <div class="account">
          {frame.reader ? (
            <form method="post" action="/sign-out">
              <a class="tosaved" href="/saved">
                <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
                  <path d="M4 2h8v12l-4-3.2L4 14z" />
                </svg>
                <span class="hidden">Saved papers</span>
              </a>
              <a class="me" href="/settings" aria-label={`${frame.reader.name}: settings`}>
                <img
                  src={`/avatars/${encodeURIComponent(frame.reader.handle)}.svg`}
                  alt=""
                  width="24"
                  height="24"
                />
                <span class="who">{frame.reader.name}</span>
              </a>
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

/** Leads to the list of any day; without JavaScript as well. */
function Picker() {
  return (
    <details class="picker">
      <summary>
        <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
          <path d="M2 3.5h12v10.5H2zM2 6.5h12M5 1.5v3M11 1.5v3" />
        </svg>
        <span>Date</span>
      </summary>
      <form action="/papers/date">
        <label for="date" class="hidden">
          The papers of
        </label>
        <input id="date" name="date" type="date" required />
        <button type="submit">Show</button>
      </form>
    </details>
  );
}

function SampleBanner() {
  return (
    <aside class="banner" aria-label="About these papers">
      <p>
        <strong>This is a sample.</strong> Its papers, people and votes are invented.{' '}
        <span class="onwide">
          Remove all of it with <code>npx paperboy sample remove</code>.
        </span>
      </p>
    </aside>
  );
}

function RebuildingBanner() {
  return (
    <aside class="banner" aria-label="State of the lists">
      <p>
        <strong>The lists are being counted anew.</strong> Until that is done, they may lack the newest votes.
      </p>
    </aside>
  );
}

function Colophon({ frame: { publication, footer, ownPages, address, reader } }: { frame: Frame }) {
  return (
    <footer class="colophon">
      <p>
        <strong>{publication}.</strong> {footer}
      </p>
      <nav aria-label="More">
        <ul>
          {[...MORE, ...ownPages, ...moderationPages(reader?.role)].map(({ path, text }) => (
            <li key={path}>
              <a href={path}>{text}</a>
            </li>
          ))}
        </ul>
      </nav>
      <p class="credit">
        Titles and abstracts come from <a href="https://arxiv.org">arXiv</a>. Thank you to arXiv for use of
        its open access interoperability.
        {address ? (
          <>
            <br />
            {address}
          </>
        ) : null}
      </p>
    </footer>
  );
}
