import { type Why } from '@paperboy/contracts';
import { dayText, monthText, weekText } from '../text/day.js';
import { counted, numberText } from '../text/number.js';
import { PICTURE, weightBars } from './weight-bars.js';

/** A short form of why a paper has its rank: its weights as a picture, and a sentence. */
export function Glance({ why, now }: { why: Why; now: Date }) {
  return (
    <div class="glance">
      {why.trending ? <Bars trending={why.trending} /> : null}
      <p>
        <Rank why={why} now={now} />
      </p>
    </div>
  );
}

/** Where a paper stands on a list, as a sentence. */
export function Rank({ why, now }: { why: Why; now: Date }) {
  const name = listName(why, now);
  if (!why.rank) return <>It is not on the list of {name} at the moment.</>;
  return (
    <>
      It {why.closed ? 'finished as' : 'is'} number <strong>{numberText(why.rank)}</strong> of{' '}
      {numberText(why.of)} on the list of {name}, with {counted(why.upvotes, 'upvote')} that count
      {why.upvotes === 1 ? 's' : ''} and {counted(why.comments, 'comment')}.
    </>
  );
}

/** The name of a list within a sentence. */
function listName({ list, period }: Why, now: Date): string {
  if (list === 'trending') return 'Trending';
  if (list === 'new') return 'New';
  if (!period) return `its ${list}`;
  if (list === 'day') return dayText(period, now);
  return list === 'week' ? `the week ${weekText(period, now)}` : monthText(period);
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
