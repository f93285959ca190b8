import { CLAIM_STATES, type Claim } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';
import { dayText } from '../text/day.js';
import { Latex } from '../text/latex.template.js';
import { PaperLink } from '../text/paper-link.template.js';

/** Claims on one page. */
export const CLAIMS_SHOWN = 50;

/** What the page of claims shows. */
export interface ClaimsPageProps {
  readonly claims: readonly Claim[];
  readonly state: Claim['state'];
  readonly p: number;
  readonly now: Date;
}

/** The page on which curators decide claims. */
export function claimsPage(props: ClaimsPageProps): PageContent {
  return { title: 'Claims of authors', unlisted: true, body: <ClaimsBody {...props} /> };
}

function ClaimsBody({ claims, state, p, now }: ClaimsPageProps) {
  return (
    <section class="claims">
      <h1>Claims of authors</h1>
      <nav class="categories" aria-label="Claims">
        <ul>
          {CLAIM_STATES.map((one) => (
            <li key={one}>
              <a
                href={`/claims?state=${one}`}
                class={one === state ? 'chosen' : undefined}
                aria-current={one === state ? 'page' : undefined}
              >
                {one}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {claims.length === 0 ? <p>There are none.</p> : null}
      <ul class="credentials">
        {claims.map((claim) => (
          <li key={claim.id}>
            <p>
              <a href={`/people/${encodeURIComponent(claim.by.handle)}`}>
                <strong>{claim.by.name}</strong>
              </a>{' '}
              (@{claim.by.handle}) claims to be{' '}
              <strong>
                <Latex source={claim.author} />
              </strong>{' '}
              of <PaperLink id={claim.paperId} title={claim.title} />
            </p>
            <p class="fine">
              {dayText(claim.claimedAt, now)}.{' '}
              {claim.namesMatch ? 'The names could be one.' : 'The names are different.'}
            </p>
            <div class="acts">
              {state === 'confirmed' ? null : (
                <form method="post" action={`/claims/${claim.id}/confirm`}>
                  <button type="submit" class="plain" aria-label={`Confirm ${claim.by.name}`}>
                    Confirm
                  </button>
                </form>
              )}
              {state === 'refused' ? null : (
                <form method="post" action={`/claims/${claim.id}/refuse`}>
                  <button type="submit" class="quiet" aria-label={`Refuse ${claim.by.name}`}>
                    Refuse
                  </button>
                </form>
              )}
            </div>
          </li>
        ))}
      </ul>
      {claims.length === CLAIMS_SHOWN ? (
        <nav class="pages" aria-label="Pages">
          <span />
          <a rel="next" href={`/claims?state=${state}&p=${p + 1}`}>
            More →
          </a>
        </nav>
      ) : null}
    </section>
  );
}
