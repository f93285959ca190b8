import type { OwnDigests } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';
import { momentInZone } from '../subscription/delivery-words.js';
import { settingsInWords } from '../subscription/settings-words.js';
import { CadenceField, HourField, ZoneField } from '../subscription/timing-fields.template.js';

/** What the page shows. */
export interface DigestsProps {
  readonly digests: OwnDigests['digests'];
  /** The zone of the publication, for the form. */
  readonly zone: string;
  /** Why a digest could not be started. */
  readonly error?: string;
}

const MOST_DIGESTS = 5;

/** The digests of the person who is signed in, each with a link to its settings, and the form that starts one. */
export function digestsPage({ digests, zone, error }: DigestsProps): PageContent {
  return {
    title: 'Your digests',
    unlisted: true,
    body: (
      <section class="notice settings">
        <h1 id="digests">Your digests</h1>
        {error ? (
          <p class="error" role="alert">
            {error}
          </p>
        ) : null}
        {digests.length === 0 ? (
          <p>None comes to the address of your account.</p>
        ) : (
          <ul class="told" aria-labelledby="digests">
            {digests.map((digest) => (
              <Digest key={digest.token} {...digest} />
            ))}
          </ul>
        )}
        {digests.length < MOST_DIGESTS ? <StartForm zone={zone} isFirst={digests.length === 0} /> : null}
        <p>
          <a href="/settings">Your sessions and tokens</a>
        </p>
      </section>
    ),
  };
}

function Digest({ token, settings, next }: OwnDigests['digests'][number]) {
  const words = settingsInWords(settings);
  return (
    <li>
      <p>
        <a href={`/u/${token}/settings`}>{words}</a>
      </p>
      {next ? <p class="fine">Next: {momentInZone(next.dueAt, settings.timeZone)}</p> : null}
      <p class="fine">The link leads to its papers, its hour, its pause, and where its last mails are.</p>
      <form method="post" action={`/settings/digests/${token}/end`}>
        <button type="submit" class="quiet">
          End it<span class="hidden">: {words}</span>
        </button>
      </form>
    </li>
  );
}

/** The address is not asked for: it is that of the account. */
function StartForm({ zone, isFirst }: { zone: string; isFirst: boolean }) {
  return (
    <>
      <h2 id="start">{isFirst ? 'Start one' : 'Start another'}</h2>
      <form method="post" action="/settings/digests" class="manage" aria-labelledby="start">
        <CadenceField chosen="day" />
        <HourField chosen={8} />
        <ZoneField zone={zone} isUnchosen />
        <button type="submit">Start</button>
        <p class="fine">
          It comes to the address of your account, which you have proven by signing in. Next you choose its
          papers.
        </p>
      </form>
    </>
  );
}
