import { Field } from '../shell/field.template.js';
import type { PageContent, Reader } from '../shell/page.js';

/** The properties of the page on which a person deletes the account. */
export interface LeavingPageProps {
  readonly person: Reader;
  /** Whether the typed text was not the handle. */
  readonly wrong?: boolean;
}

/** Says what is deleted and what stays. It asks for the handle, so that nobody deletes an account by mistake. */
export function leavingPage({ person, wrong }: LeavingPageProps): PageContent {
  return {
    title: 'Delete your account',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Delete your account</h1>
        <p>This cannot be undone. Within seconds:</p>
        <ul>
          <li>your name, handle, address, sessions and tokens are gone;</li>
          <li>
            your upvotes are withdrawn; lists that have closed keep the numbers that they finished with;
          </li>
          <li>papers that you submitted stay, without your name;</li>
          <li>the digests that go to your address end.</li>
        </ul>
        <p>
          You may <a href="/settings/export">download all that is kept of you</a> first.
        </p>
        <form method="post" action="/settings/delete" class="stacked">
          <label for="comments">Your comments</label>
          <select id="comments" name="comments">
            <option value="keep">stay, without your name</option>
            <option value="remove">go</option>
          </select>
          <Field
            id="handle"
            label={
              <>
                Your handle, <code>{person.handle}</code>, to confirm
              </>
            }
            required
            maxLength={60}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            error={wrong ? 'Please type your handle as it is written above.' : undefined}
          />
          <button type="submit">Delete my account</button>
        </form>
        <p>
          <a href="/settings">Keep it, and go back to the settings</a>
        </p>
      </section>
    ),
  };
}

/** The page after the account is deleted. */
export function farewellPage(): PageContent {
  return {
    title: 'Your account is deleted',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Your account is deleted</h1>
        <p>What was kept of you goes within the next minutes. You are signed out here and everywhere else.</p>
        <p>
          <a href="/">To the papers</a>
        </p>
      </section>
    ),
  };
}
