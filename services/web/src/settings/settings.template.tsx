import type { ListedSession, ListedToken, Role } from '@paperboy/contracts';
import { Field } from '../shell/field.template.js';
import type { PageContent, Reader } from '../shell/page.js';

/** What the page of settings shows. */
export interface SettingsProps {
  readonly person: Reader & { readonly role: Role };
  readonly sessions: readonly ListedSession[];
  readonly tokens: readonly ListedToken[];
  /** The id of the credential of this request. */
  readonly current?: string | undefined;
  /** Whether people can sign in by an institution here. */
  readonly hasInstitution: boolean;
  /** A token that was made just now. */
  readonly made?: { readonly name?: string | undefined; readonly token: string };
  readonly error?: string;
}

/** The page of a person's sessions, and of the tokens of programs that act in the person's name. */
export function settingsPage(props: SettingsProps): PageContent {
  return {
    title: 'Settings',
    unlisted: true,
    body: (
      <section class="notice settings">
        <h1>Settings</h1>
        <p>
          You are {props.person.name} (<code>{props.person.handle}</code>).
        </p>
        <ul>
          <li>
            <a href="/settings/profile">Your public page</a>: name, handle, about you, votes
          </li>
          <li>
            <a href="/settings/digests">Your digests by mail</a>: what comes, and when
          </li>
          <li>
            <a href="/settings/webhooks">Webhooks</a> tell Slack, Discord or a program of yours of new papers
          </li>
          <li>
            <a href="/saved">Your saved papers</a>, and those that changed since you read them
          </li>
          <li>
            <a href="/settings/notices">Mails about answers</a> and mentions: at once, once a day, or never
          </li>
          {props.person.role === 'reader' ? null : (
            <li>
              <a href="/claims">Claims of authors</a>, which you decide
            </li>
          )}
          <li>
            <a href="/settings/passkeys">Passkeys</a>: sign in without a mail
          </li>
          {props.hasInstitution ? (
            <li>
              <a href="/settings/institutions">Institutions</a> that sign you in
            </li>
          ) : null}
          <li>
            <a href="/settings/export">Download</a> all that is kept of you
          </li>
          <li>
            <a href="/settings/delete">Delete your account</a>
          </li>
        </ul>
        <Sessions {...props} />
        <Tokens {...props} />
      </section>
    ),
  };
}

function Sessions({ sessions, current }: SettingsProps) {
  return (
    <>
      <h2 id="sessions">Where you are signed in</h2>
      <ul class="credentials" aria-labelledby="sessions">
        {sessions.map((session) => (
          <li key={session.id}>
            <p>
              <strong>{session.device ?? 'A device that tells no name'}</strong>
              {session.id === current ? ', this one' : ''}
            </p>
            <Use {...session} />
            <form method="post" action={`/settings/sessions/${session.id}/end`}>
              <button type="submit" class="quiet" aria-label={`Sign out ${session.device ?? 'this device'}`}>
                Sign out
              </button>
            </form>
          </li>
        ))}
      </ul>
      <p class="fine">
        A session ends 30 days after its last use. Signing out elsewhere takes up to five seconds.
      </p>
    </>
  );
}

function Tokens({ tokens, made, error }: SettingsProps) {
  return (
    <>
      <h2 id="tokens">Tokens for programs</h2>
      {made ? (
        <div class="made" role="status">
          <p>The token “{made.name}”. Copy it now: it is shown this once.</p>
          <p>
            <code>{made.token}</code>
          </p>
        </div>
      ) : null}
      {tokens.length === 0 ? <p>You have none.</p> : null}
      <ul class="credentials" aria-labelledby="tokens">
        {tokens.map((token) => (
          <li key={token.id}>
            <p>
              <strong>{token.name ?? 'Printed by an operator'}</strong>,{' '}
              {token.scope === 'read' ? 'reads only' : 'reads and writes'}
            </p>
            <Use {...token} />
            <form method="post" action={`/settings/tokens/${token.id}/revoke`}>
              <button type="submit" class="quiet" aria-label={`Revoke ${token.name ?? 'this token'}`}>
                Revoke
              </button>
            </form>
          </li>
        ))}
      </ul>
      <form method="post" action="/settings/tokens" class="stacked">
        <Field
          id="name"
          label="Name of a new token"
          required
          maxLength={60}
          autocomplete="off"
          error={error}
        />
        <label for="scope">It may</label>
        <select id="scope" name="scope">
          <option value="read">read</option>
          <option value="write">read and write</option>
        </select>
        <label for="days">Good for</label>
        <select id="days" name="days">
          <option value="30">30 days</option>
          <option value="90" selected>
            90 days
          </option>
          <option value="366">a year</option>
        </select>
        <p class="fine">
          It goes as <code>Authorization: Bearer …</code>; the <a href="/api/docs">API</a> says where.
        </p>
        <button type="submit">Make it</button>
      </form>
    </>
  );
}

function Use({ createdAt, usedAt, expiresAt }: ListedSession | ListedToken) {
  return (
    <p class="fine">
      Since <Moment at={createdAt} />,{' '}
      {usedAt ? (
        <>
          last used <Moment at={usedAt} hour />
        </>
      ) : (
        'not used yet'
      )}
      {expiresAt ? (
        <>
          , good until <Moment at={expiresAt} />
        </>
      ) : null}
    </p>
  );
}

function Moment({ at, hour = false }: { at: string; hour?: boolean }) {
  const day = at.slice(0, 10);
  return <time dateTime={at}>{hour ? `${day} ${at.slice(11, 13)}:00 UTC` : day}</time>;
}
