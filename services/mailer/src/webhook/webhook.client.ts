import { isPrivateHost, publicLookup } from '@paperboy/platform';
import { Webhook as Signer } from 'standardwebhooks';
import { Agent, request } from 'undici';

const PATIENCE_MS = 10_000;
const CONNECT_MS = 5_000;
/** The most bytes that are read of an answer. Only its status is used. */
const READ_BYTES = 64 * 1_024;

/** The result of an attempt, with the status of the answer or the code of the error. */
export interface Told {
  as: 'taken' | 'failed' | 'gone';
  answer: string;
}

/** A message and the data of its signature. */
export interface SignedMessage {
  /** The same at each attempt, so that a receiver can detect a repetition. */
  id: string;
  at: Date;
  body: string;
  secret: string;
}

/**
 * Sends messages to receivers by POST, signed according to Standard Webhooks. The name is resolved for each connection,
 * and one that leads into a private network is refused there. Redirects are not followed.
 */
export class WebhookClient {
  private readonly open = new Agent({ connect: { timeout: CONNECT_MS } });
  private readonly publicOnly = new Agent({ connect: { timeout: CONNECT_MS, lookup: publicLookup } });

  /** Sends one message. An error of the request becomes a result, in bounded time. */
  async tell(url: string, { id, at, body, secret }: SignedMessage, mayBePrivate: boolean): Promise<Told> {
    // A URL with an IP address needs no lookup, so the agent's lookup would not check it.
    if (!mayBePrivate && isPrivateHost(new URL(url).hostname))
      return { as: 'failed', answer: 'PRIVATE_ADDRESS' };
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: mayBePrivate ? this.open : this.publicOnly,
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Paperboy-Webhooks/0.1',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': new Signer(secret).sign(id, at, body),
        },
        body,
        headersTimeout: PATIENCE_MS,
        bodyTimeout: PATIENCE_MS,
        signal: AbortSignal.timeout(2 * PATIENCE_MS),
      });
      await answer.body.dump({ limit: READ_BYTES });
      return { as: meaningOf(answer.statusCode), answer: String(answer.statusCode) };
    } catch (error) {
      const { code, name } = error as NodeJS.ErrnoException;
      return { as: 'failed', answer: code ?? name };
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.open.destroy(), this.publicOnly.destroy()]);
  }
}

/** The meaning of a status. 410 asks to send no more messages (source: Standard Webhooks). */
function meaningOf(status: number): Told['as'] {
  if (status >= 200 && status < 300) return 'taken';
  return status === 410 ? 'gone' : 'failed';
}
