import type { SubscriptionSettings } from '@paperboy/contracts';
import { CadenceField, HourField, ZoneField } from './timing-fields.template.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The form with all settings of a subscription: when a digest comes, what is in it, and how it is set. */
export function SettingsForm({ token, settings }: { token: string; settings: SubscriptionSettings }) {
  return (
    <form method="post" action={`/u/${token}/settings`} class="manage">
      <fieldset>
        <legend>When</legend>
        <CadenceField chosen={settings.cadence} />
        <label>
          Day of a weekly digest
          <select name="weekday">
            <option value="" selected={settings.weekday === null}>
              when the week is over
            </option>
            {WEEKDAYS.map((label, index) => (
              <option key={label} value={index + 1} selected={index + 1 === settings.weekday}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <HourField chosen={settings.hour} />
        <ZoneField zone={settings.timeZone} />
        <label>
          Pause until (leave it empty to get every one)
          <input type="date" name="pausedUntil" value={settings.pausedUntil ?? ''} />
        </label>
      </fieldset>
      <fieldset>
        <legend>What</legend>
        <label>
          Categories of arXiv, separated by blanks, such as cs.LG hep-th; empty: all
          <input
            name="categories"
            maxLength={700}
            autocomplete="off"
            spellcheck={false}
            value={settings.categories.join(' ')}
          />
        </label>
        <label>
          At least so many upvotes
          <input type="number" name="minUpvotes" min={0} max={1_000_000} value={settings.minUpvotes} />
        </label>
        <label>
          At most so many papers of the list; 0: only those with your keywords and authors
          <input type="number" name="papers" min={0} max={50} value={settings.papers} />
        </label>
        <label>
          Keywords, one a line: they find every new paper, not only those of the list. As in the search: all
          words of a line, "a phrase", title:word, -word, cat:cs.LG
          <textarea name="keywords" rows={4} autocomplete="off" spellcheck={false}>
            {settings.keywords.join('\n')}
          </textarea>
        </label>
        <label>
          Authors, one a line, with the whole name
          <textarea name="authors" rows={3} autocomplete="off" spellcheck={false}>
            {settings.authors.join('\n')}
          </textarea>
        </label>
        <label class="check">
          <input type="checkbox" name="evenWhenEmpty" value="true" checked={settings.evenWhenEmpty} />
          Write also when there is nothing for me
        </label>
      </fieldset>
      <fieldset>
        <legend>How</legend>
        <label class="check">
          <input type="radio" name="format" value="html" checked={settings.format === 'html'} />
          Set like a page
        </label>
        <label class="check">
          <input type="radio" name="format" value="text" checked={settings.format === 'text'} />
          Plain text alone
        </label>
      </fieldset>
      <button type="submit">Save</button>
    </form>
  );
}
