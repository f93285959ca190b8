import { isPrivateHost, publicLookup } from '@paperboy/platform';
import { Webhook as Signer } from 'standardwebhooks';
import { Agent, request } from 'undici';

const PATIENCE_MS = 10_000;
const CONNECT_MS = 5_000;
/** What a receiver answers beside its status is of no interest. */
const READ_BYTES = 64 * 1_024;

/** What an attempt met: whether it was taken, and in a word what was said. */
export interface Told {
  as: 'taken' | 'failed' | 'gone';
  answer: string;
}

/** What is sent, and as what it is signed. */
export interface SignedMessage {
  /** The same at each attempt, by which a receiver knows a repetition. */
  id: string;
  at: Date;
  body: string;
  secret: string;
}

/**
 * Tells receivers by POST, signed as Standard Webhooks say. A name is looked up for the very connection that is made,
 * and one that leads into a private network is refused there; redirects are not followed.
 */
export class WebhookClient {
  private readonly open = new Agent({ connect: { timeout: CONNECT_MS } });
  private readonly publicOnly = new Agent({ connect: { timeout: CONNECT_MS, lookup: publicLookup } });

  /** Sends one message; never throws, and answers in bounded time. */
  async tell(url: string, { id, at, body, secret }: SignedMessage, mayBePrivate: boolean): Promise<Told> {
    // An address needs no look-up, so the agent would not see it.
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

/** 410 says that nothing shall come any more (source: Standard Webhooks). */
function meaningOf(status: number): Told['as'] {
  if (status >= 200 && status < 300) return 'taken';
  return status === 410 ? 'gone' : 'failed';
}
