import { documentSchema, partSchema } from '@paperboy/platform';
import type { ToldPaper, Webhook, WebhookDelivery } from './webhook.js';

export const WEBHOOKS = 'webhooks';
export const WEBHOOK_DELIVERIES = 'webhook-deliveries';

/** The webhooks. One is kept until its owner or an operator removes it, because its owner wants it. */
export const webhookSchema = documentSchema<Webhook>(WEBHOOKS, {
  _id: { type: String, required: true },
  owner: { type: String, required: true },
  place: { type: Number, required: true },
  url: { type: String, required: true },
  format: { type: String, enum: ['slack', 'discord', 'json'], required: true },
  list: { type: String, enum: ['day', 'week', 'month'], required: true },
  votes: { type: Number, required: true },
  secret: { type: String, required: true },
  state: { type: String, enum: ['active', 'disabled'], required: true },
  createdAt: { type: Date, required: true },
  search: { type: String },
  searchDueAt: { type: Date },
  searchedAt: { type: Date },
  failingSince: { type: Date },
  disabledAt: { type: Date },
  noticeDueAt: { type: Date },
  lastAnswer: { type: String },
})
  // The webhooks of an owner. Two requests at the same moment can't take the same place.
  .index({ owner: 1, place: 1 }, { unique: true })
  // Planning: the webhooks that are told of an edition, and of papers.
  .index({ state: 1, list: 1 })
  // The timer: the webhooks whose owner is to be told that they are disabled.
  .index({ noticeDueAt: 1 }, { partialFilterExpression: { noticeDueAt: { $exists: true } } })
  // Planning: the webhooks whose search is due, the longest waiting first.
  .index({ state: 1, searchDueAt: 1 }, { partialFilterExpression: { searchDueAt: { $exists: true } } });

/** Longer than a paper stays on a list of the day, and than a search finds it as new, so that it is told only once. */
const KEPT_SECONDS = 40 * 86_400;

/** One row for each webhook and edition or paper. MongoDB deletes a row 40 days after it was planned. */
export const webhookDeliverySchema = documentSchema<WebhookDelivery>(WEBHOOK_DELIVERIES, {
  _id: { type: String, required: true },
  webhookId: { type: String, required: true },
  editionId: { type: String },
  paper: {
    type: partSchema<ToldPaper>({
      id: { type: String, required: true },
      title: { type: String, required: true },
      upvotes: { type: Number, required: true },
    }),
  },
  state: { type: String, enum: ['claimed', 'joined', 'delivered', 'failed', 'skipped'], required: true },
  joinedTo: { type: String },
  attempts: { type: Number, required: true },
  plannedAt: { type: Date, required: true },
  nextAttemptAt: { type: Date, required: true },
  endedAt: { type: Date },
})
  // The timer: deliveries to be sent, the longest waiting first.
  .index({ state: 1, nextAttemptAt: 1 }, { name: 'to-tell', partialFilterExpression: { state: 'claimed' } })
  // A message about several papers of a search: those that are due, and those that it tells.
  .index({ webhookId: 1, plannedAt: 1 }, { name: 'to-join', partialFilterExpression: { state: 'claimed' } })
  .index({ joinedTo: 1 }, { partialFilterExpression: { state: 'joined' } })
  // Expiry.
  .index({ plannedAt: 1 }, { expireAfterSeconds: KEPT_SECONDS });
