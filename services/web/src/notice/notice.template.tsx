import type { NoticeTime } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';

/** What the page about mails on answers and mentions shows. */
export interface NoticesPageProps {
  readonly when: NoticeTime;
  /** The path that the form posts to. */
  readonly action: string;
  /** Whether the choice was saved just now. */
  readonly chosen?: boolean;
}

const CHOICES: Readonly<Record<NoticeTime, string>> = {
  'at-once': 'At once',
  daily: 'Once a day, at eight in the morning',
  never: 'Never',
};

/** The page on which a person chooses when to get mails about answers and mentions. */
export function noticesPage({ when, action, chosen = false }: NoticesPageProps): PageContent {
  return {
    title: 'Mails about answers',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Mails about answers and mentions</h1>
        {chosen ? (
          <p role="status">
            {when === 'never'
              ? 'No mail tells you of answers and mentions any more.'
              : `From now on: ${CHOICES[when].toLowerCase()}.`}
          </p>
        ) : null}
        <form method="post" action={action} class="stacked">
          <fieldset class="choosing">
            <legend>When somebody answers a comment of yours or writes your @handle</legend>
            {Object.entries(CHOICES).map(([value, text]) => (
              <label key={value}>
                <input type="radio" name="when" value={value} checked={value === when} /> {text}
              </label>
            ))}
          </fieldset>
          <button type="submit">Choose</button>
        </form>
        <p class="fine">More than ten mails in a day become one, the next morning.</p>
      </section>
    ),
  };
}
