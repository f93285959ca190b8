import { documentSchema, listOf, partSchema } from '@paperboy/platform';
import { ledgerFields, TO_SEND, withRowsInHand } from '../ledger/ledger.schema.js';
import type { ConfirmationMessage, NoticeMessage, SettingsLinkMessage, SignInMessage } from './message.js';

export const MESSAGES = 'messages';

type Noticed = Omit<NoticeMessage, keyof SignInMessage>;
type Confirmed = Omit<ConfirmationMessage, keyof SignInMessage>;

/**
 * The ledger of single mails. MongoDB deletes a row when it expires: a week after it was requested or due. Rows change
 * their state in MongoDB's collection directly, like those of digests.
 */
export const messageSchema = withRowsInHand(
  documentSchema<SignInMessage>(MESSAGES, {
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
  partSchema<Omit<SettingsLinkMessage, keyof SignInMessage>>({
    subscriberId: { type: String, required: true },
    subscriptionId: { type: String, required: true },
  }),
);
messageSchema.discriminator(
  'notice',
  partSchema<Noticed>({
    personId: { type: String, required: true },
    commentIds: { ...listOf(String), required: true },
  }),
);
messageSchema.discriminator('sign-in', partSchema<Record<never, never>>({}));
