import type { Queued } from '@paperboy/contracts';
import { CommentText } from '../comment/comment-text.template.js';
import type { PageContent } from '../shell/page.js';
import { Latex } from '../text/latex.template.js';
import { counted } from '../text/number.js';
import { paperPath } from '../text/paper-path.js';
import { Moment } from './moment.template.js';
import { Named } from './named.template.js';
import { NextPage } from './next-page.template.js';

/** What the queue of the curators shows. */
export interface QueuePageProps {
  readonly queue: readonly Queued[];
  /** The path of the next page, if there is one. */
  readonly next: string | undefined;
}

const WHY: Readonly<Record<string, string>> = {
  held: 'Held: a new person’s comment with a link, which nobody sees yet',
  reported: 'Reported by readers',
};

/** Comments that wait for a curator. */
export function queuePage({ queue, next }: QueuePageProps): PageContent {
  return {
    title: 'Queue',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Queue</h1>
        {queue.length === 0 ? <p>No comment waits for a curator.</p> : null}
        <ol class="told">
          {queue.map((item) => (
            <li key={item.comment.id}>
              <Item item={item} />
            </li>
          ))}
        </ol>
        <NextPage path={next} text="More" />
      </section>
    ),
  };
}

function Item({ item }: { item: Queued }) {
  const { comment, paper, why, since, reports, by } = item;
  const path = `${paperPath(paper.id)}/comment/${comment.id}`;
  return (
    <>
      <p>
        <strong>{WHY[why] ?? why}</strong>, since <Moment at={since} />
      </p>
      <p>
        On{' '}
        <a href={`${paperPath(paper.id)}#comment-${comment.id}`}>
          <Latex source={paper.title} />
        </a>
      </p>
      {by ? <History by={by} /> : <p>By somebody who has left</p>}
      <blockquote aria-label="The comment">
        <CommentText text={comment.text} />
      </blockquote>
      {reports.length > 0 ? (
        <ul aria-label="Reports">
          {reports.map(({ reason, note, at }) => (
            <li key={`${at} ${reason}`}>
              {reason}
              {note ? `: “${note}”` : ''}
            </li>
          ))}
        </ul>
      ) : null}
      <div class="choices">
        <form method="post" action={`${path}/${why === 'held' ? 'publish' : 'dismiss'}`}>
          <button type="submit" class="plain">
            {why === 'held' ? 'Show it' : 'Leave it'}
          </button>
        </form>
        <form method="post" action={`${path}/hide`}>
          <label for={`reason-${comment.id}`} class="hidden">
            Why it is hidden, if you like
          </label>
          <input
            id={`reason-${comment.id}`}
            name="reason"
            maxLength={300}
            placeholder="Reason"
            autocomplete="off"
          />{' '}
          <button type="submit">Hide it</button>
        </form>
      </div>
    </>
  );
}

function History({ by }: { by: NonNullable<Queued['by']> }) {
  return (
    <p class="fine">
      By <Named person={by} /> ({by.role}), here since {by.since}: {counted(by.comments, 'comment')}, of which{' '}
      {by.hidden} hidden; {counted(by.reports, 'report')}
    </p>
  );
}
