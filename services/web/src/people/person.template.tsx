import {
  FEED_FORMATS,
  FEED_TYPES,
  feeds,
  type ListAnswer,
  type Profile,
  targetOf,
} from '@paperboy/contracts';
import { CommentText } from '../comment/comment-text.template.js';
import { Card } from '../list/card.template.js';
import { listPath, PAGE_SIZE } from '../list/list-query.js';
import { submitterOf } from '../list/ranked-list.js';
import type { FeedLink, PageContent } from '../shell/page.js';
import { dayText } from '../text/day.js';
import { Latex } from '../text/latex.template.js';
import { counted } from '../text/number.js';
import { paperPath } from '../text/paper-path.js';
import type { OwnStanding } from '../vote/standing.client.js';

/** What the page of a person shows. */
export interface PersonPageProps {
  readonly handle: string;
  readonly page: number;
  /** Absent for a name that has no account. */
  readonly profile?: Profile | undefined;
  /** The papers that the person submitted, those that arrived last first. */
  readonly list: ListAnswer;
  readonly now: Date;
  /** Whether the reader is a curator or an admin. */
  readonly curates?: boolean;
  /** The papers as the reader sees them; absent for people who are not signed in. */
  readonly own?: ReadonlyMap<string, OwnStanding>;
}

/** The page of one person. */
export function personPage(props: PersonPageProps): PageContent {
  const { handle, list, page, profile } = props;
  const name = profile?.name ?? list.items.map(submitterOf).find(Boolean)?.name ?? handle;
  return {
    title: name,
    canonical: pathOf(handle, page),
    description: `What ${name} submitted and said.`,
    sample: list.items.some(({ sample }) => sample === true),
    rebuilding: list.rebuilding,
    feeds: FEED_FORMATS.map(
      (format): FeedLink => ({
        title: `Papers submitted by ${name} (${format.toUpperCase()})`,
        path: targetOf(feeds.new, { params: { format }, query: { submitter: handle } }),
        type: FEED_TYPES[format],
      }),
    ),
    body: <PersonBody {...props} name={name} />,
  };
}

function PersonBody(props: PersonPageProps & { name: string }) {
  const { handle, page, profile, list, now, own, name, curates } = props;
  const address = pathOf(handle, page);
  return (
    <div>
      <header class="top">
        <h1>{name}</h1>
        <p class="by">
          <img src={`/avatars/${encodeURIComponent(handle)}.svg`} alt="" width="26" height="26" /> @{handle},{' '}
          {counted(list.total, 'paper')} submitted lately
          {profile ? `, here since ${dayText(profile.since, now)}` : ''}
        </p>
        {curates && profile ? (
          <p class="onward">
            <a href={`/people/${encodeURIComponent(handle)}/history`}>History, and suspending</a>
          </p>
        ) : null}
      </header>
      <ol class="papers">
        {list.items.map((item) => (
          <li key={item.paper.id}>
            <Card
              item={item}
              closed={list.closed}
              now={now}
              back={address}
              own={own?.get(item.paper.id)}
              toCategory={(category) => listPath({ list: 'trending', category, page: 0 })}
            />
          </li>
        ))}
      </ol>
      {(page + 1) * PAGE_SIZE < list.total ? (
        <nav class="pages" aria-label="Pages">
          <span />
          <a rel="next" href={pathOf(handle, page + 1)}>
            More papers →
          </a>
        </nav>
      ) : null}
      {profile && profile.comments.length > 0 && page === 0 ? (
        <Said comments={profile.comments} now={now} />
      ) : null}
    </div>
  );
}

function Said({ comments, now }: { comments: Profile['comments']; now: Date }) {
  return (
    <section class="comments" aria-labelledby="said">
      <h2 id="said" class="label">
        Comments
      </h2>
      <ol>
        {comments.map(({ id, text, postedAt, paper }) => (
          <li key={id}>
            <p class="fine">
              On{' '}
              <a href={`${paperPath(paper.id)}#comment-${id}`}>
                <Latex source={paper.title} />
              </a>
              , <time dateTime={postedAt}>{dayText(postedAt, now)}</time>
            </p>
            <CommentText text={text} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function pathOf(handle: string, page: number): string {
  return `/people/${encodeURIComponent(handle)}${page > 0 ? `?p=${page}` : ''}`;
}
