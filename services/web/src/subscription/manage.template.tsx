import type {
  DigestPreview,
  ManagedSubscription,
  PastDigest,
  SubscriptionSettings,
} from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';
import { deliveryInWords, momentInZone, periodInWords } from './delivery-words.js';
import { clock, HOURS } from './subscribe-form.template.js';
import { zonesWith } from './zones.js';

/** What the page shows. */
export interface ManageProps {
  readonly token: string;
  readonly subscription: ManagedSubscription;
  /** Absent while the newest edition can't be read. */
  readonly preview?: DigestPreview | undefined;
  readonly saved?: boolean;
  readonly error?: string | undefined;
  /** The typed settings that could not be saved. */
  readonly typed?: SubscriptionSettings;
}

const CADENCES = [
  ['day', 'Every day'],
  ['week', 'Every week'],
  ['month', 'Every month'],
] as const;
const MOST_DIGESTS = 5;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The page behind the link in the foot of every mail: the settings of the digest, and the fate of the last mails. */
export function managePage(props: ManageProps): PageContent {
  const { subscription } = props;
  return {
    title: 'Your digest',
    unlisted: true,
    body: (
      <section class="notice settings">
        <h1>Your digest</h1>
        <State {...props} />
        {subscription.status === 'active' ? (
          <>
            <SettingsForm {...props} settings={props.typed ?? subscription.settings} />
            <Preview preview={props.preview} />
          </>
        ) : null}
        <Deliveries {...props} />
        <Others {...props} />
        {subscription.status === 'active' ? (
          <p>
            <a href={`/u/${subscription.unsubscribeToken}`}>Unsubscribe</a> ends it for good.
          </p>
        ) : (
          <p>
            <a href="/subscribe">Subscribe again</a>, and it goes on.
          </p>
        )}
      </section>
    ),
  };
}

function State({ subscription, saved, error }: ManageProps) {
  const { maskedAddress, next, settings } = subscription;
  return (
    <>
      {error ? (
        <p class="error" role="alert">
          {error}
        </p>
      ) : null}
      {saved ? <p role="status">Saved.</p> : null}
      <p>
        {next
          ? `The next one comes to ${maskedAddress} on ${momentInZone(next.dueAt, settings.timeZone)}.`
          : `This subscription of ${maskedAddress} has ended.`}
      </p>
    </>
  );
}

function SettingsForm({ token, settings }: { token: string; settings: SubscriptionSettings }) {
  return (
    <form method="post" action={`/u/${token}/settings`} class="manage">
      <fieldset>
        <legend>When</legend>
        <label>
          How often
          <select name="cadence">
            {CADENCES.map(([value, label]) => (
              <option key={value} value={value} selected={value === settings.cadence}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Day of a weekly digest
          <select name="weekday">
            <option value="" selected={settings.weekday === null}>
              as soon as the week is over
            </option>
            {WEEKDAYS.map((label, index) => (
              <option key={label} value={index + 1} selected={index + 1 === settings.weekday}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Hour
          <select name="hour">
            {HOURS.map((hour) => (
              <option key={hour} value={hour} selected={hour === settings.hour}>
                {clock(hour)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Time zone
          <select name="timeZone">
            {zonesWith(settings.timeZone).map(({ id, places }) => (
              <option key={id} value={id} selected={id === settings.timeZone}>
                {places}
              </option>
            ))}
          </select>
        </label>
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

function Preview({ preview }: { preview: DigestPreview | undefined }) {
  if (!preview?.edition) return null;
  return (
    <>
      <h2 id="preview">How it would look now</h2>
      <p>
        {preview.subject === null
          ? `Nothing of ${periodInWords(preview.edition)} fits these settings: no mail would come.`
          : `Of ${periodInWords(preview.edition)}, with the subject “${preview.subject}”:`}
      </p>
      <PreviewPapers papers={preview.papers} labelledBy="preview" />
      {preview.matches.length > 0 ? (
        <>
          <h3 id="matches">New, with your keywords and authors</h3>
          <PreviewPapers papers={preview.matches} labelledBy="matches" />
        </>
      ) : null}
    </>
  );
}

function PreviewPapers({ papers, labelledBy }: { papers: DigestPreview['papers']; labelledBy: string }) {
  return (
    <ol class="told" aria-labelledby={labelledBy}>
      {papers.map(({ id, title, upvotes, why }) => (
        <li key={id}>
          <p>
            <a href={`/papers/${id}`}>{title}</a>
          </p>
          <p class="fine">{[`${upvotes} upvote${upvotes === 1 ? '' : 's'}`, ...why].join(' · ')}</p>
        </li>
      ))}
    </ol>
  );
}

function Others({ token, subscription: { status, digests } }: ManageProps) {
  return (
    <>
      {digests > 1 ? (
        <p>
          You have {digests} digests. Each has a link of its own in its mails;{' '}
          <a href="/settings/digests">sign in</a> to see them together.
        </p>
      ) : null}
      {status === 'active' && digests < MOST_DIGESTS ? (
        <form method="post" action={`/u/${token}/another`}>
          <button type="submit" class="quiet">
            Add another digest
          </button>
        </form>
      ) : null}
    </>
  );
}

/** A summary of a digest: `Every day at 08:00, cs.LG`. */
export function settingsInWords({
  cadence,
  hour,
  categories,
  keywords,
  authors,
}: SubscriptionSettings): string {
  const often = CADENCES.find(([value]) => value === cadence)?.[1] ?? cadence;
  return [`${often} at ${clock(hour)}`, ...categories, ...keywords, ...authors].join(', ');
}

function Deliveries({ token, subscription: { deliveries, settings } }: ManageProps) {
  return (
    <>
      <h2 id="mail">Where is my mail?</h2>
      {deliveries.length === 0 ? <p>None has been due yet.</p> : null}
      <ul class="told" aria-labelledby="mail">
        {deliveries.map((delivery) => (
          <li key={delivery.edition}>
            <p>
              <strong>{periodInWords(delivery.edition)}</strong>
            </p>
            <p>{deliveryInWords(delivery, settings.timeZone)}</p>
            {delivery.remembered ? (
              <p>
                <a href={`/u/${token}/digests/${delivery.edition}`}>What was in it, and why</a>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The papers of a past digest, with the reason for each. */
export function pastDigestPage(token: string, { edition, papers }: PastDigest): PageContent {
  return {
    title: 'What was in your digest',
    unlisted: true,
    body: (
      <section class="notice settings">
        <h1 id="papers">What was in your digest</h1>
        <p>Of {periodInWords(edition)}:</p>
        {papers.length === 0 ? <p>No paper fitted your settings.</p> : null}
        <ol class="told" aria-labelledby="papers">
          {papers.map(({ id, title, why, match }) => (
            <li key={id}>
              <p>
                <a href={`/papers/${id}`}>{title ?? id}</a>
              </p>
              <p class="fine">{whyInWords(why, match)}</p>
            </li>
          ))}
        </ol>
        <p>
          <a href={`/u/${token}/settings`}>Back to your digest</a>
        </p>
      </section>
    ),
  };
}

function whyInWords(why: readonly string[], match: boolean): string {
  const reasons =
    why.length === 0 ? 'On the list, which you get without a choice.' : `For ${why.join(', ')}.`;
  return match ? `${reasons} Found among all new papers.` : reasons;
}
