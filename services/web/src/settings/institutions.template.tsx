import type { ListedInstitution } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';

/** What the page of institutions shows. */
export interface InstitutionsPageProps {
  readonly institutions: readonly ListedInstitution[];
  /** The name of this installation's institution, if there is one. */
  readonly name?: string | undefined;
}

/** The institutions by which a person signs in. */
export function institutionsPage({ institutions, name }: InstitutionsPageProps): PageContent {
  return {
    title: 'Institutions',
    unlisted: true,
    body: (
      <section class="notice settings">
        <h1>Institutions</h1>
        <p>An institution that knows you can sign you in. The mail always stays a way in.</p>
        {institutions.length === 0 ? <p>You have connected none.</p> : null}
        <ul class="credentials">
          {institutions.map(({ id, issuer, createdAt, usedAt }) => (
            <li key={id}>
              <p>
                <strong>{issuer}</strong>
              </p>
              <p class="fine">
                Connected on {createdAt.slice(0, 10)}
                {usedAt ? `, last used on ${usedAt.slice(0, 10)}` : ''}
              </p>
              <form method="post" action={`/settings/institutions/${id}/remove`}>
                <button type="submit" class="quiet" aria-label={`Disconnect ${issuer}`}>
                  Disconnect
                </button>
              </form>
            </li>
          ))}
        </ul>
        {name ? (
          <p>
            <a href="/sign-in/institution">Connect {name}</a>
          </p>
        ) : null}
        <p>
          <a href="/settings">Back to the settings</a>
        </p>
      </section>
    ),
  };
}
