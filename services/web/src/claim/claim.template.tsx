import { authorIdOf, type CatalogPaper, type Claim } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import type { PageContent, Reader } from '../shell/page.js';
import { dayText } from '../text/day.js';
import { Latex } from '../text/latex.template.js';
import { PaperLink } from '../text/paper-link.template.js';
import { paperPath } from '../text/paper-path.js';

/** What the page of a claim shows. */
export interface ClaimPageProps {
  readonly paper: CatalogPaper;
  readonly person: Reader;
  /** The person's claim of this paper, if there is one. */
  readonly claim?: Claim | undefined;
  readonly error?: string | undefined;
  readonly now: Date;
}

/** The page on which a person claims to be an author of a paper. */
export function claimPage(props: ClaimPageProps): PageContent {
  return {
    title: `Authors of “${latexText(props.paper.title)}”`,
    unlisted: true,
    sample: props.paper.sample,
    body: (
      <section class="notice claim">
        <h1>Are you an author?</h1>
        <p>
          You claim to be an author of <PaperLink id={props.paper.id} title={props.paper.title} />. A curator
          checks it. Then you are marked as its author, here and at your comments, and you can give the links
          of the paper.
        </p>
        {props.claim ? <Standing {...props} claim={props.claim} /> : null}
        {props.claim === undefined || props.claim.state === 'waiting' ? <Choice {...props} /> : null}
      </section>
    ),
  };
}

const STATES = {
  waiting: 'A curator has not decided yet.',
  confirmed: 'A curator confirmed it',
  refused: 'A curator refused it',
};

function Standing({ paper, claim, now }: ClaimPageProps & { claim: Claim }) {
  return (
    <>
      <p role="status">
        You said on {dayText(claim.claimedAt, now)} that you are{' '}
        <strong>
          <Latex source={claim.author} />
        </strong>
        . {STATES[claim.state]}
        {claim.decidedAt ? ` on ${dayText(claim.decidedAt, now)}.` : ''}
      </p>
      {claim.state === 'refused' ? null : (
        <form method="post" action={`${paperPath(paper.id)}/claim/${claim.id}/take-back`}>
          <button type="submit" class="quiet">
            Take it back
          </button>
        </form>
      )}
    </>
  );
}

/** The author of the claim is chosen, else one whose name is the person's. */
function Choice({ paper, person, claim, error }: ClaimPageProps) {
  const taken = new Set(paper.claimed?.map(({ author }) => author));
  const said = paper.authors.findIndex(({ name }) => name === claim?.author);
  const same = paper.authors.findIndex(({ name }) => fold(name) === fold(person.name));
  const chosen = said >= 0 ? said : same;
  return (
    <form method="post" action={`${paperPath(paper.id)}/claim`} class="stacked">
      <fieldset class="choosing">
        <legend>{claim ? 'I am another author' : 'I am'}</legend>
        {paper.authors.map(({ name }, at) =>
          taken.has(at) ? null : (
            <label key={`${at} ${name}`}>
              <input
                type="radio"
                name="author"
                value={authorIdOf(paper.id, at)}
                checked={at === chosen}
                required
              />{' '}
              <Latex source={name} />
              {at === same && at !== said ? <span class="fine"> (your name)</span> : null}
            </label>
          ),
        )}
      </fieldset>
      {error ? (
        <p class="error" role="alert">
          {error}
        </p>
      ) : null}
      <button type="submit">{claim ? 'Change it' : 'Say so'}</button>
    </form>
  );
}

function fold(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
