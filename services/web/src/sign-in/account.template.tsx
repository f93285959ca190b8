import type { Interrupted } from '../gate/interrupted.js';
import { Field } from '../shell/field.template.js';
import type { PageContent } from '../shell/page.js';
import { InterruptedFields, WaitingVote } from './interrupted.template.js';
import type { TypedAccount } from './sign-in-form.js';

/** What the form of a new account shows. */
export interface AccountPageProps {
  readonly interrupted?: Interrupted | undefined;
  readonly typed?: TypedAccount;
}

/** Asks for the name and handle of a new account. Nothing is suggested, since a suggestion would reveal the address. */
export function accountPage({ interrupted, typed }: AccountPageProps): PageContent {
  const { name, handle, errors = {} } = typed ?? {};
  return {
    title: 'Your account',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>How shall we call you?</h1>
        <p>Your address is confirmed. Choose what others see; the address is never shown.</p>
        <form method="post" action="/sign-in/account" class="stacked">
          <InterruptedFields interrupted={interrupted} />
          <Field
            id="name"
            label="Name"
            required
            maxLength={60}
            autocomplete="nickname"
            value={name}
            error={errors.name}
            fine="1 to 60 characters, in any script. It need not be your real one."
          />
          <Field
            id="handle"
            label="Handle"
            required
            minLength={3}
            maxLength={40}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={handle}
            error={errors.handle}
            fine={
              <>
                3 to 40 letters from a to z, digits and hyphens, and nobody else’s: <code>ada-lovelace</code>.
              </>
            }
          />
          <button type="submit">Make my account</button>
        </form>
        <WaitingVote interrupted={interrupted} />
      </section>
    ),
  };
}

/** The page when no sign-in waits to be finished in this browser. */
export function registrationOverPage(): PageContent {
  return {
    title: 'Please sign in once more',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Please sign in once more</h1>
        <p>A new account must be finished within an hour, in the browser in which it was begun.</p>
        <p>
          <a class="button" href="/sign-in">
            Sign in
          </a>
        </p>
      </section>
    ),
  };
}
