import { type OfferedPaper, ToRead } from '../reading/reading.template.js';
import type { PageContent } from '../shell/page.js';
import { SubscribeForm, type SubscribeFormProps } from './subscribe-form.template.js';

/** Papers that a page offers to its reader. */
type Offered = readonly OfferedPaper[];

/** The subscription behind a link, as the mailer describes it. */
export interface LinkedSubscription {
  /** Of a confirmation `open`, `confirmed`, `ended` or `expired`; of an unsubscription `active` or `ended`. */
  readonly status: string;
  readonly maskedAddress?: string | undefined;
  readonly hour?: number | undefined;
  readonly timeZone?: string | undefined;
}

/** The form on a page of its own, with its errors if there are any. */
export function subscribePage({ papers, ...props }: SubscribeFormProps & { papers?: Offered }): PageContent {
  return {
    title: 'Subscribe',
    unlisted: true,
    body: (
      <div class="notice">
        <SubscribeForm {...props} heading="h1" />
        <ToRead papers={papers} />
      </div>
    ),
  };
}

/** The page after the form. It is the same for every address, so that nobody learns who subscribed. */
export function sentPage(papers: Offered): PageContent {
  return notice(papers, 'Check your inbox', [
    'A message is on its way to you. Its button starts your subscription; nothing else is sent before that.',
    'Was something wrong? Send the form again: a corrected address, hour or zone brings a new message at once.',
    'If none comes within a few minutes, look among the unwanted mail. The same request brings a message once in five minutes, and one mailbox gets at most five a day.',
  ]);
}

/** The page behind the link of the confirmation mail. */
export function confirmPage(token: string, found: LinkedSubscription, papers: Offered): PageContent {
  if (found.status !== 'open') return confirmedPage(found, papers);
  return {
    title: 'Confirm your subscription',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>Confirm your subscription</h1>
        <p>
          The papers of the day go to {found.maskedAddress ?? 'your address'}
          {when(found)}.
        </p>
        <form method="post" action={`/confirm/${encodeURIComponent(token)}`}>
          <button type="submit">Yes, send them to me</button>
        </form>
        <p class="fine">If you did not ask for this, close the page. Nothing will be sent.</p>
        <ToRead papers={papers} />
      </section>
    ),
  };
}

/** The page after the button of a confirmation: the subscription is confirmed, or its link is too old. */
export function confirmedPage(found: LinkedSubscription, papers: Offered): PageContent {
  if (found.status === 'expired') {
    return notice(papers, 'This link is too old', [
      'It worked for seven days. Subscribe again, and a new one comes to your inbox.',
    ]);
  }
  if (found.status === 'ended') {
    return notice(papers, 'This subscription has ended', [
      'Its link has been used, and the subscription was ended later. You can subscribe again whenever you like.',
    ]);
  }
  return notice(papers, 'You are subscribed', [
    `The papers of the day come to ${found.maskedAddress ?? 'your inbox'}${when(found)}.`,
    'Every mail has a link that leads to a button that ends the subscription.',
  ]);
}

/** The page behind the unsubscribe link in the foot of every mail. */
export function unsubscribePage(token: string, found: LinkedSubscription, papers: Offered): PageContent {
  if (found.status === 'ended') return unsubscribedPage(token, papers);
  return {
    title: 'Unsubscribe',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>End your subscription?</h1>
        <p>No more mail will be sent to {found.maskedAddress ?? 'your address'}.</p>
        <form method="post" action={`/u/${encodeURIComponent(token)}`}>
          <button type="submit">Unsubscribe</button>
        </form>
        <p>Too many, or the wrong ones? We can send a link to your settings, where you choose or pause.</p>
        <form method="post" action={`/u/${encodeURIComponent(token)}/link`}>
          <button type="submit" class="quiet">
            Send me the link
          </button>
        </form>
        <ToRead papers={papers} />
      </section>
    ),
  };
}

/** The page after unsubscribing. For an hour its button restores the subscription. */
export function unsubscribedPage(token: string, papers: Offered): PageContent {
  return {
    title: 'You are unsubscribed',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>You are unsubscribed</h1>
        <p>No more mail will be sent to you.</p>
        <form method="post" action={`/u/${encodeURIComponent(token)}/undo`}>
          <button type="submit">Undo: keep the mail coming</button>
        </form>
        <p>
          After an hour, <a href="/subscribe">subscribe again</a>: a message to your address brings it back.
        </p>
        <ToRead papers={papers} />
      </section>
    ),
  };
}

/** The page after the subscription was restored. */
export function restoredPage(token: string, papers: Offered): PageContent {
  return {
    title: 'You are subscribed again',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>You are subscribed again</h1>
        <p>The next digest comes at its usual hour, as if nothing had happened.</p>
        <p>
          <a href={`/u/${encodeURIComponent(token)}`}>Unsubscribe</a> ends it at any time.
        </p>
        <ToRead papers={papers} />
      </section>
    ),
  };
}

/** The page when the subscription ended too long ago to be restored. */
export function tooLatePage(papers: Offered): PageContent {
  return {
    title: 'It is too late to undo this',
    unlisted: true,
    body: (
      <section class="notice">
        <h1>It is too late to undo this</h1>
        <p>
          This subscription ended more than an hour ago. <a href="/subscribe">Subscribe again</a>: a message
          to your address brings it back.
        </p>
        <ToRead papers={papers} />
      </section>
    ),
  };
}

function when({ hour, timeZone }: LinkedSubscription): string {
  if (hour === undefined) return '';
  const zone = timeZone === undefined ? '' : ` (${timeZone.replaceAll('_', ' ')})`;
  return ` every day at ${String(hour).padStart(2, '0')}:00${zone}`;
}

function notice(papers: Offered, heading: string, paragraphs: readonly string[]): PageContent {
  return {
    title: heading,
    unlisted: true,
    body: (
      <section class="notice">
        <h1>{heading}</h1>
        {paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <ToRead papers={papers} />
      </section>
    ),
  };
}
