import { documentSchema, listOf, partSchema } from '@paperboy/platform';
import type { LedgerRow } from '../ledger/ledger.js';
import { ledgerFields, TO_SEND, withRowsInHand } from '../ledger/ledger.schema.js';
import type {
  ConfirmationMessage,
  DisabledWebhook,
  NoticeMessage,
  SettingsLinkMessage,
  SignInMessage,
  WebhookDisabledMessage,
} from './message.js';

export const MESSAGES = 'messages';

type Noticed = Omit<NoticeMessage, keyof LedgerRow | 'kind' | 'expiresAt'>;
type Confirmed = Omit<ConfirmationMessage, keyof LedgerRow | 'kind' | 'expiresAt'>;

/**
 * The ledger of single mails. MongoDB deletes a row when it expires: a week after it was requested or due. Rows change
 * their state in MongoDB's collection directly, like those of digests.
 */
export const messageSchema = withRowsInHand(
  documentSchema<Omit<SignInMessage, 'subscriberId'>>(MESSAGES, {
    ...ledgerFields,
    kind: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  }),
)
  .set('discriminatorKey', 'kind')
  // The timer: messages to be sent, the longest waiting first.
  .index({ state: 1, nextAttemptAt: 1 }, TO_SEND)
  // A request: the earlier confirmations of its mailbox.
  .index({ mailboxId: 1, ordinal: -1 })
  // A request: the number of recent confirmations to its domain.
  .index({ domainId: 1, requestedAt: -1 })
  // A comment: whether a person is told of it already, and how many mails the person had recently.
  .index({ personId: 1, dueAt: -1 }, { partialFilterExpression: { kind: 'notice' } })
  // Deleting a person: the mails about their webhooks.
  .index({ personId: 1 }, { partialFilterExpression: { kind: 'webhook-disabled' } })
  // Expiry.
  .index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

messageSchema.discriminator(
  'confirmation',
  partSchema<Confirmed>({
    subscriberId: { type: String, required: true },
    address: { type: String, required: true },
    wish: {
      type: partSchema<Confirmed['wish']>({
        cadence: { type: String, enum: ['day', 'week', 'month'], required: true },
        hour: { type: Number, required: true },
        timeZone: { type: String, required: true },
      }),
      required: true,
    },
    requestedAt: { type: Date, required: true },
    mailboxId: { type: String, required: true },
    domainId: { type: String, required: true },
    ordinal: { type: Number, required: true },
    confirmedAt: { type: Date },
  }),
);
messageSchema.discriminator(
  'settings-link',
  partSchema<Omit<SettingsLinkMessage, keyof LedgerRow | 'kind' | 'expiresAt'>>({
    subscriberId: { type: String, required: true },
    subscriptionId: { type: String, required: true },
  }),
);
messageSchema.discriminator(
  'notice',
  partSchema<Noticed>({
    personId: { type: String, required: true },
    commentIds: { ...listOf(String), required: true },
    subscriberId: { type: String },
  }),
);
messageSchema.discriminator(
  'sign-in',
  partSchema<Pick<SignInMessage, 'subscriberId'>>({ subscriberId: { type: String } }),
);
messageSchema.discriminator(
  'webhook-disabled',
  partSchema<Omit<WebhookDisabledMessage, keyof LedgerRow | 'kind' | 'expiresAt'>>({
    personId: { type: String },
    subscriberId: { type: String },
    webhook: {
      type: partSchema<DisabledWebhook>({
        id: { type: String, required: true },
        host: { type: String, required: true },
        told: { type: String, required: true },
        failingSince: { type: Date, required: true },
        lastAnswer: { type: String, required: true },
      }),
      required: true,
    },
  }),
);
