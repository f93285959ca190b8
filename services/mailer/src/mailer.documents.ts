import type { StoredDocuments } from '@paperboy/platform';
import { noticeChoiceSchema } from './choice/notice-choice.schema.js';
import { digestSchema } from './digest/digest.schema.js';
import { digestRecordSchema } from './digest/digest-record.schema.js';
import { editionSchema } from './edition/edition.schema.js';
import { deliverySchema } from './ledger/delivery.schema.js';
import { messageSchema } from './message/message.schema.js';
import { subscriptionSlots } from './migration/0001-subscription-slots.migration.js';
import { deliveryBatches } from './migration/0002-delivery-batches.migration.js';
import { confirmationMailboxes } from './migration/0003-confirmation-mailboxes.migration.js';
import { formerIndexes } from './migration/0004-former-indexes.migration.js';
import { runSchema } from './run/run.schema.js';
import { subscriberSchema } from './subscriber/subscriber.schema.js';
import { suppressionSchema } from './subscriber/suppression.schema.js';
import { subscriptionSchema } from './subscription/subscription.schema.js';
import { webhookDeliverySchema, webhookSchema } from './webhook/webhook.schema.js';

/** All documents that the mailer stores in MongoDB. */
export const mailerDocuments: StoredDocuments = {
  schemas: [
    subscriberSchema,
    suppressionSchema,
    subscriptionSchema,
    editionSchema,
    digestSchema,
    digestRecordSchema,
    runSchema,
    deliverySchema,
    messageSchema,
    noticeChoiceSchema,
    webhookSchema,
    webhookDeliverySchema,
  ],
  migrations: [subscriptionSlots, deliveryBatches, confirmationMailboxes, formerIndexes],
};
