import { FieldError } from '../shell/field.template.js';
import { clock } from './settings-words.js';
import { HourField, ZoneField } from './timing-fields.template.js';
import { zonesWith } from './zones.js';

/** The values in the form. */
export interface SubscribeFormProps {
  /** The zone of the publication. It is preselected when the browser does not give the reader's own zone. */
  readonly zone: string;
  readonly heading?: 'h1' | 'h2';
  readonly email?: string | undefined;
  readonly hour?: number | undefined;
  /** The zone that was chosen before. */
  readonly timeZone?: string | undefined;
  readonly error?: string;
}

/** The form that asks for a digest by mail. */
export function SubscribeForm({
  zone,
  heading: Heading = 'h2',
  email,
  hour: chosenHour = 8,
  timeZone: chosenZone,
  error,
}: SubscribeFormProps) {
  const timeZone = chosenZone ?? zone;
  const isChosen = chosenHour !== 8 || timeZone !== zone;

  return (
    <section class="subscribe" id="subscribe" aria-labelledby="subscribe-heading">
      <Heading id="subscribe-heading">Get trending papers in your email inbox</Heading>
      <form method="post" action="/subscribe">
        <div class="field">
          <label for="email" class="hidden">
            E-mail address
          </label>
          <input
            id="email"
            name="email"
            type="email"
            required
            maxLength={254}
            autocomplete="email"
            placeholder="you@example.org"
            value={email}
            aria-invalid={error ? 'true' : undefined}
            aria-describedby={error ? 'email-error' : 'subscribe-fine'}
          />
          <button type="submit">Subscribe</button>
        </div>
        <FieldError id="email-error" text={error} />
        <details open={isChosen}>
          <summary>
            Once a day at <span data-shows="hour">{clock(chosenHour)}</span>,{' '}
            <span data-shows="timeZone">{placesOf(timeZone)}</span> time: choose your hour and zone
          </summary>
          <div class="choices">
            <HourField chosen={chosenHour} />
            <ZoneField zone={zone} chosen={timeZone} isUnchosen={chosenZone === undefined} />
          </div>
        </details>
        <p id="subscribe-fine" class="fine">
          We ask once more by e-mail before anything is sent. Every mail has a link that ends it.
        </p>
      </form>
    </section>
  );
}

function placesOf(zone: string): string {
  return zonesWith(zone).find(({ id }) => id === zone)?.places ?? zone;
}
