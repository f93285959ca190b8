import {
  FEED_FORMATS,
  FEED_TYPES,
  feeds,
  type ListAnswer,
  type Profile,
  targetOf,
} from '@paperboy/contracts';
import { CommentText } from '../comment/comment-text.template.js';
import { ListCard } from '../list/card.template.js';
import { listPath, PAGE_SIZE } from '../list/list-address.js';
import { submitterOf } from '../list/ranked-list.js';
import type { FeedLink, PageContent } from '../shell/page.js';
import { dayText } from '../text/day.js';
import { Latex } from '../text/latex.template.js';
import { counted } from '../text/number.js';
import { PaperLink } from '../text/paper-link.template.js';
import { paperPath } from '../text/paper-path.js';
import type { OwnVote } from '../vote/own-votes.client.js';

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
  readonly own?: ReadonlyMap<string, OwnVote>;
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
    <div class="person">
      <header class="top">
        <h1>{name}</h1>
        <p class="by">
          <img src={`/avatars/${encodeURIComponent(handle)}.svg`} alt="" width="26" height="26" /> @{handle},{' '}
          {counted(list.total, 'paper')} submitted lately
          {profile ? `, here since ${dayText(profile.since, now)}` : ''}
        </p>
        {profile?.about && page === 0 ? <p class="about">{profile.about}</p> : null}
        {curates && profile ? (
          <p class="onward">
            <a href={`/people/${encodeURIComponent(handle)}/history`}>History, and suspending</a>
          </p>
        ) : null}
      </header>
      <ol class="papers">
        {list.items.map((item) => (
          <li key={item.paper.id}>
            <ListCard
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
          <a rel="next" href={pathOf(handle, page + 1, list.v)}>
            More papers →
          </a>
        </nav>
      ) : null}
      {profile && profile.comments.length > 0 && page === 0 ? (
        <Said comments={profile.comments} now={now} />
      ) : null}
      {profile?.votes && profile.votes.length > 0 && page === 0 ? <Upvoted papers={profile.votes} /> : null}
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

function Upvoted({ papers }: { papers: NonNullable<Profile['votes']> }) {
  return (
    <section class="upvoted" aria-labelledby="upvoted">
      <h2 id="upvoted" class="label">
        Upvoted lately
      </h2>
      <ul>
        {papers.map(({ id, title }) => (
          <li key={id}>
            <PaperLink id={id} title={title} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function pathOf(handle: string, page: number, v?: string): string {
  const query = new URLSearchParams({
    ...(page > 0 ? { p: String(page) } : {}),
    ...(v === undefined ? {} : { v }),
  });
  const text = query.toString();
  return `/people/${encodeURIComponent(handle)}${text === '' ? '' : `?${text}`}`;
}
