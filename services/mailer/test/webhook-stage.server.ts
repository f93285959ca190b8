import { freePort, testClock, testStack, undeclared, uniqueNamespace } from '@paperboy/testing';
import { mailerDocuments } from '../src/mailer.documents.js';
import { FakeCatalog } from './fake-catalog.server.js';
import { type RunningMailer, startMailer } from './running-mailer.server.js';
import { Receiver } from './webhook-receiver.server.js';

/** A mailer whose webhooks may lead to a receiver on this machine, and a catalog for their searches. */
export interface WebhookStage {
  readonly mailer: RunningMailer;
  readonly receiver: Receiver;
  readonly catalog: FakeCatalog;
  /** Stops all of them. Gives the stored fields that no schema declares. */
  stop(): Promise<unknown[]>;
}

/** `now` should be in the future, so that MongoDB, which uses the real time, deletes no document as expired. */
export async function startWebhookStage(
  now: number,
  environment: Record<string, string> = {},
): Promise<WebhookStage> {
  const namespace = uniqueNamespace();
  const receiver = await new Receiver().start();
  const catalog = await new FakeCatalog().start();
  const mailer = await startMailer({
    stack: testStack(),
    namespace,
    clock: testClock(new Date(now).toISOString()),
    relayPort: await freePort(),
    catalogUrl: catalog.url,
    environment: { PRIVATE_WEBHOOKS: 'true', ...environment },
  });
  return {
    mailer,
    receiver,
    catalog,
    stop: async () => {
      const stored = await undeclared(namespace, 'mailer', mailerDocuments);
      await mailer.stop();
      await receiver.stop();
      await catalog.stop();
      return stored;
    },
  };
}
