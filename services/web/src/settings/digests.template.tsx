import type { OwnDigests } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';
import { momentInZone } from '../subscription/delivery-words.js';
import { settingsInWords } from '../subscription/settings-words.js';

/** The digests of the person who is signed in, each with a link to its settings. */
export function digestsPage(digests: OwnDigests['digests']): PageContent {
  return {
    title: 'Your digests',
    unlisted: true,
    body: (
      <section class="notice settings">
        <h1 id="digests">Your digests</h1>
        {digests.length === 0 ? (
          <p>
            None comes to the address of your account. <a href="/subscribe">Subscribe</a>, and it is managed
            here.
          </p>
        ) : (
          <ul class="told" aria-labelledby="digests">
            {digests.map(({ token, settings, next }) => (
              <li key={token}>
                <p>
                  <a href={`/u/${token}/settings`}>{settingsInWords(settings)}</a>
                </p>
                {next ? <p class="fine">Next: {momentInZone(next.dueAt, settings.timeZone)}</p> : null}
              </li>
            ))}
          </ul>
        )}
        <p>
          <a href="/settings">Your sessions and tokens</a>
        </p>
      </section>
    ),
  };
}
