import type { Ring, UncountedVote } from '@paperboy/contracts';
import { reasonText } from '../paper/why.js';
import type { PageContent } from '../shell/page.js';
import { PaperLink } from '../text/paper-link.template.js';
import { Moment } from './moment.template.js';
import { Named } from './named.template.js';
import { NextPage } from './next-page.template.js';

/** What the page of votes that do not count shows. */
export interface SetAsidePageProps {
  readonly rings: readonly Ring[];
  readonly votes: readonly UncountedVote[];
  /** The path of the next page of votes, if there is one. */
  readonly next: string | undefined;
}

const STATES: Readonly<Record<string, string>> = {
  found: 'Found: its votes count',
  'set-aside': 'Set aside: its votes do not count',
  restored: 'Restored: its votes count',
};

/** Votes that do not count and why, and accounts that vote together. */
export function setAsidePage({ rings, votes, next }: SetAsidePageProps): PageContent {
  return {
    title: 'Votes that do not count',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Votes that do not count</h1>
        <h2 id="rings">Rings</h2>
        <p>
          Three or more people who share a network, whose accounts were made within three days, and whose
          votes of the last 14 days are mostly for the same three or more papers. Colleagues can look like
          this, too.
        </p>
        {rings.length === 0 ? <p>None.</p> : null}
        <ul class="told" aria-labelledby="rings">
          {rings.map((ring) => (
            <li key={ring.id}>
              <RingItem ring={ring} />
            </li>
          ))}
        </ul>
        <h2 id="votes">Votes</h2>
        {votes.length === 0 ? <p>None.</p> : null}
        <ul class="told" aria-labelledby="votes">
          {votes.map(({ paper, by, reason, standing, castAt }) => (
            <li key={`${paper.id} ${by?.handle} ${castAt}`}>
              <p>
                <Named person={by} /> for <PaperLink id={paper.id} title={paper.title} />
              </p>
              <p class="fine">
                {reasonText(reason)}; <Moment at={castAt} />
                {standing ? '' : '; withdrawn meanwhile'}
              </p>
            </li>
          ))}
        </ul>
        <NextPage path={next} text="More votes" />
      </section>
    ),
  };
}

function RingItem({ ring: { id, state, people, papers, at } }: { ring: Ring }) {
  return (
    <>
      <p>
        <strong>{STATES[state] ?? state}</strong>
        {at ? (
          <>
            , since <Moment at={at} />
          </>
        ) : null}
      </p>
      <ul aria-label="People">
        {people.map((person) => (
          <li key={person.handle}>
            <Named person={person} />, here since {person.since}
          </li>
        ))}
      </ul>
      <ul aria-label="Papers">
        {papers.map((paper) => (
          <li key={paper.id}>
            <PaperLink id={paper.id} title={paper.title} />
          </li>
        ))}
      </ul>
      <form
        method="post"
        action={`/set-aside/rings/${id}/${state === 'set-aside' ? 'restore' : 'set-aside'}`}
      >
        <button type="submit" class="plain">
          {state === 'set-aside' ? 'Let its votes count' : 'Set its votes aside'}
        </button>
      </form>
    </>
  );
}
