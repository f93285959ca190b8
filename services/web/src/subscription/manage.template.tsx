import type { DigestPreview, ManagedSubscription, SubscriptionSettings } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';
import { deliveryInWords, momentInZone, periodInWords } from './delivery-words.js';
import { NextDigest } from './preview.template.js';
import { SettingsForm } from './settings-form.template.js';

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

const MOST_DIGESTS = 5;

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
            <SettingsForm token={props.token} settings={props.typed ?? subscription.settings} />
            <NextDigest preview={props.preview} />
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
