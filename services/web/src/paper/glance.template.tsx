import { type Why } from '@paperboy/contracts';
import { counted, numberText } from '../text/number.js';
import { PICTURE, weightBars } from './weight-bars.js';

/** The names of lists within a sentence. */
export const LIST_NAMES = {
  day: 'its day',
  week: 'its week',
  month: 'its month',
  trending: 'Trending',
  new: 'New',
} as const;

/** A short form of why a paper has its rank: its weights as a picture, and a sentence. */
export function Glance({ why }: { why: Why }) {
  return (
    <div class="glance">
      {why.trending ? <Bars trending={why.trending} /> : null}
      <p>
        <Rank why={why} />
      </p>
    </div>
  );
}

/** Where a paper stands on a list, as a sentence. */
export function Rank({ why }: { why: Why }) {
  const name = LIST_NAMES[why.list];
  if (!why.rank) return <>It is not on the list of {name} at the moment.</>;
  return (
    <>
      It {why.closed ? 'finished as' : 'is'} number <strong>{numberText(why.rank)}</strong> of{' '}
      {numberText(why.of)} on the list of {name}
      {why.period ? ` (${why.period})` : ''}, with {counted(why.upvotes, 'upvote')} that count
      {why.upvotes === 1 ? 's' : ''} and {counted(why.comments, 'comment')}.
    </>
  );
}

/** The weights of votes and comments, as bars along time. The table of /why has the same in numbers. */
export function Bars({
  trending,
  captioned = false,
}: {
  trending: NonNullable<Why['trending']>;
  captioned?: boolean;
}) {
  const oldest = trending.terms.at(-1);
  const newest = trending.terms[0];
  if (!oldest || !newest || oldest === newest) return null;
  const { width, height } = PICTURE;
  return (
    <figure class="weights">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" preserveAspectRatio="none">
        {weightBars(trending).map((bar) => (
          <g key={bar.at}>
            <rect class="cast" x={bar.x} y={height - bar.cast} width={bar.width} height={bar.cast} />
            <rect class="now" x={bar.x} y={height - bar.now} width={bar.width} height={bar.now} />
          </g>
        ))}
      </svg>
      {captioned ? (
        <>
          <p class="fine span">
            <time dateTime={oldest.at} data-own>
              {minute(oldest.at)}
            </time>
            <span>
              <time dateTime={newest.at} data-own>
                {minute(newest.at)}
              </time>
              , <span data-zone>UTC</span>
            </span>
          </p>
          <figcaption>
            Its votes and comments by the quarter of an hour in which they came.{' '}
            <span class="key now">What they weigh now</span> <span class="key cast">What has faded</span>
          </figcaption>
        </>
      ) : null}
    </figure>
  );
}

/** A moment in UTC, to the minute. The script of the pages replaces it by the time in the reader's zone. */
export function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}
