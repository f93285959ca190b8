import { LONGEST_ABOUT, type OwnProfile } from '@paperboy/contracts';
import { described, Field, FieldError } from '../shell/field.template.js';
import type { PageContent, Reader } from '../shell/page.js';
import type { TypedProfile } from './profile-form.js';

/** What the form of the public page shows. */
export interface ProfilePageProps {
  readonly person: Reader;
  readonly profile: OwnProfile;
  readonly errors?: TypedProfile['errors'];
}

/** The form of what others see of the person. */
export function profilePage({ person, profile, errors = {} }: ProfilePageProps): PageContent {
  return {
    title: 'Your public page',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Your public page</h1>
        <p>
          Everyone sees <a href={`/people/${encodeURIComponent(person.handle)}`}>your page</a>. Your address
          is never on it.
        </p>
        <form method="post" action="/settings/profile" class="stacked">
          <Field
            id="name"
            label="Name"
            required
            maxLength={60}
            autocomplete="nickname"
            value={profile.name}
            error={errors.name}
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
            value={profile.handle}
            error={errors.handle}
          />
          <p class="fine">
            With another handle your page has another address, and the old handle is free for others.
          </p>
          <label for="about">About you</label>
          <textarea id="about" name="about" rows={4} {...described('about', errors.about)}>
            {profile.about}
          </textarea>
          <FieldError id="about-error" text={errors.about} />
          <p class="fine">Plain text, at most {LONGEST_ABOUT} characters; may be empty.</p>
          <label class="check" for="showVotes">
            <input id="showVotes" name="showVotes" type="checkbox" value="yes" checked={profile.showVotes} />{' '}
            Show everyone what I upvoted lately
          </label>
          <button type="submit">Save</button>
        </form>
        <p>
          <a href="/settings">Back to the settings</a>
        </p>
      </section>
    ),
  };
}
