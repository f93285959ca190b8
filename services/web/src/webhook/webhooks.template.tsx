import { type ListedWebhook, webhookAnswerInWords } from '@paperboy/contracts';
import type { PageContent } from '../shell/page.js';

/** What the page of webhooks shows. */
export interface WebhooksProps {
  readonly webhooks: readonly ListedWebhook[];
  /** A webhook that was made just now. */
  readonly made?: { readonly host: string; readonly secret: string };
  readonly error?: string;
  /** The fields as they were typed, when something was wrong. */
  readonly typed?: Readonly<Record<string, string>>;
}

const FORMATS: Readonly<Record<string, string>> = { slack: 'Slack', discord: 'Discord', json: 'JSON' };
const LISTS: Readonly<Record<string, string>> = { day: 'each day', week: 'each week', month: 'each month' };

/** The addresses that get a message about new editions, and a form for another one. */
export function webhooksPage(props: WebhooksProps): PageContent {
  const { webhooks, made } = props;
  return {
    title: 'Webhooks',
    unlisted: true,
    body: (
      <section class="notice settings">
        <h1>Webhooks</h1>
        <p>
          A channel of Slack or Discord, or a program of yours, is told when the list of a period is final and
          of papers that many have voted for, or of new papers that a search finds.{' '}
          <a href="/settings">All settings</a>
        </p>
        {made ? (
          <div class="made" role="status">
            <p>
              The webhook to {made.host} is there. Its messages are signed (Standard Webhooks) with this
              secret. Copy it now if a program of yours checks that: it is shown this once.
            </p>
            <p>
              <code>{made.secret}</code>
            </p>
          </div>
        ) : null}
        {webhooks.length === 0 ? <p>You have none.</p> : null}
        <ul class="credentials">
          {webhooks.map((webhook) => (
            <Listed key={webhook.id} webhook={webhook} />
          ))}
        </ul>
        <NewWebhook {...props} />
      </section>
    ),
  };
}

function Listed({ webhook }: { webhook: ListedWebhook }) {
  const { id, host, format } = webhook;
  return (
    <li>
      <p>
        <strong>{host}</strong>, {FORMATS[format] ?? format}: {toldInWords(webhook)}
      </p>
      <p class="fine">{stateInWords(webhook)}</p>
      {webhook.state === 'disabled' ? (
        <form method="post" action={`/settings/webhooks/${id}/enable`}>
          <button type="submit" class="quiet" aria-label={`Enable the webhook to ${host}`}>
            Enable
          </button>
        </form>
      ) : null}
      <form method="post" action={`/settings/webhooks/${id}/remove`}>
        <button type="submit" class="quiet" aria-label={`Remove the webhook to ${host}`}>
          Remove
        </button>
      </form>
    </li>
  );
}

function toldInWords({ list, search, votes }: ListedWebhook) {
  if (search === null)
    return (
      <>
        the papers of {LISTS[list] ?? list}
        {votes > 0 ? `, and each paper of the day with ${votes} or more upvotes` : ''}
      </>
    );
  return (
    <>
      each new paper {votes > 0 ? `with ${votes} or more upvotes ` : ''}that the search{' '}
      <a href={`/papers?${new URLSearchParams({ q: search, sort: 'date' })}`}>{search}</a> finds
    </>
  );
}

function stateInWords({ state, disabledAt, failingSince, lastAnswer }: ListedWebhook): string {
  const answer = webhookAnswerInWords(lastAnswer);
  if (state === 'disabled') {
    const when = disabledAt === null ? '' : ` on ${minuteOf(disabledAt)}`;
    const why = failingSince === null ? '' : ` No message has gone through since ${minuteOf(failingSince)}.`;
    return `Disabled${when}: nothing is sent there.${why} The last time ${answer}. When you enable it, it is told of what is new from then on.`;
  }
  if (failingSince !== null)
    return `Failing since ${minuteOf(failingSince)}. The last time ${answer}. After five days it is disabled, and a mail tells you.`;
  return lastAnswer === null ? 'Nothing was to be told yet.' : `All is well: the last time ${answer}.`;
}

function minuteOf(moment: string): string {
  return `${moment.slice(0, 16).replace('T', ' ')} UTC`;
}

function NewWebhook({ error, typed = {} }: WebhooksProps) {
  return (
    <form method="post" action="/settings/webhooks" class="stacked">
      <label for="url">Address of a new webhook</label>
      <input
        id="url"
        name="url"
        type="url"
        required
        maxLength={1_000}
        placeholder="https://"
        autocomplete="off"
        value={typed.url ?? ''}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={error ? 'webhook-error' : undefined}
      />
      {error ? (
        <p id="webhook-error" class="error" role="alert">
          {error}
        </p>
      ) : null}
      <label for="format">It takes messages of</label>
      <select id="format" name="format">
        {Object.entries(FORMATS).map(([value, text]) => (
          <option key={value} value={value} selected={value === typed.format}>
            {text}
          </option>
        ))}
      </select>
      <label for="list">It is told the papers of</label>
      <select id="list" name="list">
        {Object.entries(LISTS).map(([value, text]) => (
          <option key={value} value={value} selected={value === typed.list}>
            {text}
          </option>
        ))}
      </select>
      <label for="search">Or, in place of a list, each new paper that this search finds</label>
      <input
        id="search"
        name="search"
        maxLength={300}
        placeholder="diffusion cat:cs.CV"
        autocomplete="off"
        value={typed.search ?? ''}
        aria-describedby="search-note"
      />
      <p id="search-note" class="fine">
        As in the search of this site. Empty: the list above.
      </p>
      <label for="votes">
        With a list: also each paper of the day with so many upvotes. With a search: only papers with so many
        upvotes. 0: none, or all
      </label>
      <input id="votes" name="votes" type="number" min={0} max={1_000_000} value={typed.votes ?? '0'} />
      <button type="submit">Add it</button>
    </form>
  );
}
