import type { Interrupted } from '../gate/interrupted.js';
import { type OfferedPaper, ToRead } from '../reading/reading.template.js';
import { Field } from '../shell/field.template.js';
import type { PageContent, Reader } from '../shell/page.js';
import { InterruptedFields, WaitingVote } from './interrupted.template.js';

/** What the form that asks for a sign-in mail shows. */
export interface SignInPageProps {
  readonly interrupted?: Interrupted | undefined;
  readonly email?: string | undefined;
  readonly error?: string;
  /** The script that asks the browser for a passkey. */
  readonly passkeyScript: string;
  readonly passkeyError?: string;
  /** The name of the institution by which people may sign in, if there is one. */
  readonly institution?: string | undefined;
  readonly papers?: readonly OfferedPaper[];
}

/** Asks for the address. When a vote led here, it says so. */
export function signInPage(props: SignInPageProps): PageContent {
  const { interrupted, email, error } = props;
  return {
    title: 'Sign in',
    unlisted: true,
    script: props.passkeyScript,
    body: (
      <section class="notice">
        <h1>Sign in</h1>
        {interrupted?.paperId ? (
          <p>
            <strong>Upvoting needs an account.</strong> Your upvote of{' '}
            <a href={`/papers/${interrupted.paperId}`}>{interrupted.paperId}</a> waits in this browser for a
            day: it is cast when you sign in here, and you come back to where you were.
          </p>
        ) : null}
        {interrupted && !interrupted.paperId && interrupted.back !== '/' ? (
          <p>
            <strong>This page needs an account.</strong> When you have signed in, you come back to it.
          </p>
        ) : null}
        <p>
          You get a mail with a link and a code. You need no password. The first sign-in makes your account.
        </p>
        <form method="post" action="/sign-in" class="stacked">
          <Field
            id="email"
            label="E-mail address"
            type="email"
            required
            maxLength={254}
            autocomplete="email"
            placeholder="you@example.org"
            value={email}
            error={error}
            fine="It is used for signing in and never shown."
          />
          <button type="submit">Send me the mail</button>
        </form>
        <PasskeyForm {...props} />
        {props.institution ? (
          <p>
            <a href="/sign-in/institution">Sign in by {props.institution}</a>
          </p>
        ) : null}
        <p>
          With an account you upvote papers, and so decide which ones others read first. Reading needs no
          account.
        </p>
        <ToRead papers={props.papers} />
      </section>
    ),
  };
}

/** The form is hidden until the script has found that the browser supports passkeys. */
function PasskeyForm({ interrupted, passkeyError }: SignInPageProps) {
  return (
    <>
      {passkeyError ? (
        <p class="error" role="alert">
          {passkeyError}
        </p>
      ) : null}
      <form
        method="post"
        action="/sign-in/passkey"
        class="stacked"
        data-passkey="use"
        data-options="/api/sign-in/passkey/begin"
        hidden
      >
        <InterruptedFields interrupted={interrupted} />
        <input type="hidden" name="passkey" />
        <button type="submit" class="quiet">
          Sign in with a passkey
        </button>
        <p class="fine" role="status" />
      </form>
    </>
  );
}

/** What the form that takes the code of a mail shows. */
export interface CodePageProps {
  readonly interrupted?: Interrupted | undefined;
  readonly error?: string;
  readonly papers?: readonly OfferedPaper[];
}

/** The page for the code of the mail. It is the same for every address, so that nobody learns who has an account. */
export function codePage({ interrupted, error, papers }: CodePageProps): PageContent {
  return {
    title: 'Check your inbox',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Check your inbox</h1>
        <p>A mail is on its way to you. Open its link, or type its code here:</p>
        <form method="post" action="/sign-in/code" class="stacked">
          <InterruptedFields interrupted={interrupted} />
          <Field
            id="code"
            label="Code"
            required
            maxLength={20}
            inputMode="numeric"
            autocomplete="one-time-code"
            placeholder="123 456"
            error={error}
            fine="The six digits of the newest mail that this browser asked for. They work for 15 minutes, and you have five tries."
          />
          <button type="submit">Sign in</button>
        </form>
        <WaitingVote interrupted={interrupted} />
        <p>
          No mail within a few minutes? Look among the unwanted mail, or{' '}
          <a href="/sign-in">ask for another</a>. One mailbox gets at most ten mails a day.
        </p>
        <ToRead papers={papers} />
      </section>
    ),
  };
}

/**
 * The page behind a link. Its button uses the link up, since programs that scan mails follow links without pressing it.
 */
export function redeemPage(token: string, interrupted?: Interrupted): PageContent {
  const paperId = interrupted?.paperId;
  return {
    title: 'Sign in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Welcome</h1>
        <p>One more step: this link signs you in once, on this device.</p>
        <WaitingVote interrupted={interrupted} />
        <form method="post" action={`/sign-in/${encodeURIComponent(token)}`}>
          <InterruptedFields interrupted={interrupted} />
          <button type="submit">{paperId ? 'Sign in and upvote' : 'Sign in'}</button>
        </form>
      </section>
    ),
  };
}

const TROUBLES: Readonly<Record<string, { heading: string; text: string }>> = {
  'sign-in-link-used': {
    heading: 'This link has been used',
    text: 'Each sign-in link works once, so that nobody else can use yours later.',
  },
  'sign-in-link-replaced': {
    heading: 'There is a newer link',
    text: 'A newer sign-in link was made for this account, and only the newest works.',
  },
  'sign-in-link-expired': {
    heading: 'This link is too old',
    text: 'Sign-in links work for a short time only.',
  },
};
const UNKNOWN = {
  heading: 'This is no sign-in link',
  text: 'It is not known here. Perhaps it was cut off on the way.',
};

/** The page that says why a link does not work, and what to do. */
export function uselessLinkPage(code: string, reader?: Reader): PageContent {
  const { heading, text } = TROUBLES[code] ?? UNKNOWN;
  return {
    title: heading,
    unlisted: true,
    body: (
      <section class="notice">
        <h1>{heading}</h1>
        <p>{text}</p>
        {reader ? (
          <p>You are signed in as {reader.name} on this device, so you need no link.</p>
        ) : (
          <p>
            To sign in here, <a href="/sign-in">ask for a new mail</a>.
          </p>
        )}
        <p>
          <a href="/">To the papers</a>
        </p>
      </section>
    ),
  };
}

/** The person is signed in, but the vote that led there could not be cast. */
export function signedInOnlyPage(interrupted: Interrupted, why: string): PageContent {
  return {
    title: 'You are signed in',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>You are signed in</h1>
        <p>Your upvote could not be cast: {why}</p>
        <p>
          <a href={interrupted.back}>Back to where you were</a>
        </p>
      </section>
    ),
  };
}
