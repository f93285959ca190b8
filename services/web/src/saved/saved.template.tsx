import { type ChangedPaper, type PrivateFeed, type SavedPaper, shelf } from '@paperboy/contracts';
import { ChangedPapers } from '../change/changed.template.js';
import { ListCard } from '../list/card.template.js';
import { listPath, PAGE_SIZE } from '../list/list-address.js';
import type { PageContent } from '../shell/page.js';
import { dayText } from '../text/day.js';
import { counted } from '../text/number.js';
import type { OwnVote } from '../vote/own-votes.client.js';

/** What the page of saved papers shows. */
export interface SavedPageProps {
  /** In the order of saving, the latest first. */
  readonly papers: readonly SavedPaper[];
  /** Papers that changed since the person read them. */
  readonly changed: readonly ChangedPaper[];
  readonly total: number;
  readonly page: number;
  readonly feed?: PrivateFeed | undefined;
  readonly own: ReadonlyMap<string, OwnVote>;
  readonly now: Date;
}

/** The papers that a person saved for later. */
export function savedPage(props: SavedPageProps): PageContent {
  return {
    title: 'Saved papers',
    unlisted: true,
    sample: props.papers.some(({ sample }) => sample),
    body: <SavedBody {...props} />,
  };
}

function SavedBody({ papers, changed, total, page, feed, own, now }: SavedPageProps) {
  return (
    <div class="saved">
      <header class="top">
        <h1>Saved papers</h1>
        <p class="by">
          {total === 0
            ? 'Nobody but you sees this page.'
            : `${counted(total, 'paper')}. Nobody but you sees them.`}
        </p>
      </header>
      <ChangedPapers papers={changed} now={now} />
      {papers.length === 0 ? (
        <p>
          {page === 0
            ? 'Press “Save for later” on the page of a paper, and it stands here.'
            : 'There are no more saved papers.'}
        </p>
      ) : (
        <ol class="papers">
          {papers.map((item) => (
            <li key={item.paper.id}>
              <p class="fine kept">
                Saved <time dateTime={item.savedAt}>{dayText(item.savedAt, now)}</time>
              </p>
              <ListCard
                item={item}
                closed={false}
                now={now}
                back={pathOf(page)}
                own={own.get(item.paper.id)}
                toCategory={(category) => listPath({ list: 'trending', category, page: 0 })}
              />
            </li>
          ))}
        </ol>
      )}
      <nav class="pages" aria-label="Pages">
        {page > 0 ? (
          <a rel="prev" href={pathOf(page - 1)}>
            ← Saved later
          </a>
        ) : (
          <span />
        )}
        {(page + 1) * PAGE_SIZE < total ? (
          <a rel="next" href={pathOf(page + 1)}>
            Saved earlier →
          </a>
        ) : null}
      </nav>
      <Taking feed={feed} some={total > 0} />
    </div>
  );
}

/** The same papers elsewhere: as a file and as a feed. */
function Taking({ feed, some }: { feed?: PrivateFeed | undefined; some: boolean }) {
  return (
    <section aria-labelledby="feed">
      <h2 id="feed" class="label">
        Take them along
      </h2>
      {some ? (
        <p>
          <a href={shelf.bibliography.path}>All of them for BibTeX</a>
        </p>
      ) : null}
      {feed ? (
        <>
          <p>Your feed has a secret address. Whoever knows it can read the feed:</p>
          <ul class="addresses">
            <Address name="RSS" url={feed.rss} />
            <Address name="Atom" url={feed.atom} />
            <Address name="JSON Feed" url={feed.json} />
          </ul>
          <div class="acts">
            <form method="post" action="/saved/feed">
              <button type="submit" class="plain">
                Make a new address
              </button>
            </form>
            <form method="post" action="/saved/feed/end">
              <button type="submit" class="quiet">
                End the feed
              </button>
            </form>
          </div>
          <p class="fine">A new address ends this one.</p>
        </>
      ) : (
        <form method="post" action="/saved/feed">
          <p>A feed of them for your feed reader, at a secret address that you can end.</p>
          <button type="submit" class="plain">
            Make the feed
          </button>
        </form>
      )}
    </section>
  );
}

function Address({ name, url }: { name: string; url: string }) {
  return (
    <li>
      <a href={url}>{name}</a> <code>{url}</code>
    </li>
  );
}

function pathOf(page: number): string {
  return page > 0 ? `/saved?p=${page}` : '/saved';
}
