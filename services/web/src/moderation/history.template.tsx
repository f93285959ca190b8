import type { PersonHistory } from '@paperboy/contracts';
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
            <label for="reason">Suspend {name}, because</label>
            <input
              id="reason"
              name="reason"
              required
              maxLength={300}
              autocomplete="off"
              dir="auto"
              aria-invalid={error ? 'true' : undefined}
              aria-describedby={error ? 'reason-error' : 'reason-fine'}
            />
            {error ? (
              <p id="reason-error" class="error" role="alert">
                {error}
              </p>
            ) : null}
            <p id="reason-fine" class="fine">
              The person is told the reason, can neither sign in nor write, and the votes do not count. It can
              be lifted.
            </p>
            <button type="submit">Suspend</button>
          </form>
        )}
      </section>
    ),
  };
}
