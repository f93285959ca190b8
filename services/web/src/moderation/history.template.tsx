import type { PersonHistory } from '@paperboy/contracts';
import { Field } from '../shell/field.template.js';
import type { PageContent } from '../shell/page.js';
import { counted } from '../text/number.js';
import { Moment } from './moment.template.js';
import { Named } from './named.template.js';

/** A person's history as curators see it, and the form that suspends the person. */
export function historyPage(history: PersonHistory, error?: string): PageContent {
  const { handle, name, role, since, comments, hidden, reports, suspended } = history;
  const path = `/people/${encodeURIComponent(handle)}`;
  return {
    title: `${name}: history`,
    unlisted: true,
    body: (
      <section class="notice">
        <h1>{name}</h1>
        <p>
          <Named person={history} /> (<code>{handle}</code>), {role}, here since {since}:{' '}
          {counted(comments, 'comment')}, of which {hidden} hidden; {counted(reports, 'report')}.
        </p>
        {suspended ? (
          <>
            <p>
              Suspended since <Moment at={suspended.at} />: “{suspended.reason}”
            </p>
            <form method="post" action={`${path}/lift`}>
              <button type="submit">Lift the suspension</button>
              <p class="fine">The person can sign in again, and the votes count as before.</p>
            </form>
          </>
        ) : (
          <form method="post" action={`${path}/suspend`} class="stacked">
            <Field
              id="reason"
              label={`Suspend ${name}, because`}
              required
              maxLength={300}
              autocomplete="off"
              dir="auto"
              error={error}
              fine="The person is told the reason, can neither sign in nor write, and the votes do not count. It can be lifted."
            />
            <button type="submit">Suspend</button>
          </form>
        )}
      </section>
    ),
  };
}
