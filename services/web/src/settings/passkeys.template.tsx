import type { ListedPasskey } from '@paperboy/contracts';
import { Field } from '../shell/field.template.js';
import type { PageContent } from '../shell/page.js';

/** What the page of passkeys shows. */
export interface PasskeysPageProps {
  readonly passkeys: readonly ListedPasskey[];
  readonly script: string;
  /** Set after the first sign-in: the person's name, and the path to go on to. */
  readonly welcome?: { readonly name: string; readonly back: string } | undefined;
  readonly error?: string;
}

/** A person's passkeys, and the form that makes one. After the first sign-in the page offers a passkey. */
export function passkeysPage({ passkeys, script, welcome, error }: PasskeysPageProps): PageContent {
  return {
    title: 'Passkeys',
    unlisted: true,
    script,
    body: (
      <section class="notice settings">
        <h1>{welcome ? `Welcome, ${welcome.name}` : 'Passkeys'}</h1>
        <p>
          {welcome ? 'You are signed in. ' : ''}With a passkey you sign in by your device’s lock, without
          waiting for a mail. The mail always stays a way in.
        </p>
        {passkeys.length === 0 ? <p>You have none.</p> : null}
        <ul class="credentials">
          {passkeys.map(({ id, name, createdAt, usedAt }) => (
            <li key={id}>
              <p>
                <strong>{name}</strong>
              </p>
              <p class="fine">
                Made on {createdAt.slice(0, 10)},{' '}
                {usedAt ? `last used on ${usedAt.slice(0, 10)}` : 'not used yet'}
              </p>
              <form method="post" action={`/settings/passkeys/${id}/remove`}>
                <button type="submit" class="quiet" aria-label={`Remove ${name}`}>
                  Remove
                </button>
              </form>
            </li>
          ))}
        </ul>
        <p class="nopasskey">Making one needs JavaScript and a browser that knows passkeys.</p>
        <form
          method="post"
          action="/settings/passkeys"
          class="stacked"
          data-passkey="make"
          data-options="/api/settings/passkeys/begin"
          hidden
        >
          <input type="hidden" name="passkey" />
          <Field
            id="name"
            label="Name of a new passkey"
            required
            maxLength={60}
            autocomplete="off"
            placeholder="My phone"
            error={error}
          />
          <p class="fine" role="status" />
          <button type="submit">Make a passkey</button>
        </form>
        <p>
          {welcome ? <a href={welcome.back}>Not now, go on</a> : <a href="/settings">Back to the settings</a>}
        </p>
      </section>
    ),
  };
}
