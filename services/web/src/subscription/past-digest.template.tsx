import type { PastDigest } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';
import { periodInWords } from './delivery-words.js';

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
