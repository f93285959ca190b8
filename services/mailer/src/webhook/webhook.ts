import { createHash, randomBytes } from 'node:crypto';
import type { WebhookWish } from '@paperboy/contracts';

/** The owner of webhooks of the publication itself. */
export const OPERATOR = 'operator';

/** An address that is told of new editions and, if wanted, of papers with many votes. */
export interface Webhook extends WebhookWish {
  /** 12 characters of base64url. */
  _id: string;
  /** The id of a person, or `operator`. */
  owner: string;
  /** The number of the webhook's place, from 0. An owner has as many webhooks as places at most. */
  place: number;
  /** `whsec_` and 24 bytes as base64 (Standard Webhooks). */
  secret: string;
  state: 'active' | 'disabled';
  createdAt: Date;
  /** The time since which every attempt has failed. */
  failingSince?: Date;
  /** The status of the last answer, or the code of the last error. */
  lastAnswer?: string;
}

/** The part of a paper that a webhook is told. */
export interface ToldPaper {
  id: string;
  title: string;
  upvotes: number;
}

/** What a webhook is told of: an edition, or a paper. */
export type Occasion = { editionId: string } | { paper: ToldPaper };

/** The row for one webhook and one occasion. Its id is made of both, so there is never a second one. */
export interface WebhookDelivery {
  _id: string;
  webhookId: string;
  /** Either `editionId` or `paper` is set. */
  editionId?: string;
  paper?: ToldPaper;
  state: 'claimed' | 'delivered' | 'failed' | 'skipped';
  attempts: number;
  plannedAt: Date;
  nextAttemptAt: Date;
  endedAt?: Date;
}

/** The most webhooks of an owner. */
export const MOST_WEBHOOKS = 10;
/** A delivery is given up after this time: an edition of yesterday is no news. */
const TOLD_WITHIN_MS = 24 * 3_600_000;
/** A webhook that has failed for this time is disabled. */
const FAILING_MS = 5 * 86_400_000;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 3 * 3_600_000;

/** A new webhook. */
export function newWebhook(owner: string, place: number, wish: WebhookWish, now: Date): Webhook {
  return {
    _id: randomBytes(9).toString('base64url'),
    owner,
    place,
    ...wish,
    secret: `whsec_${randomBytes(24).toString('base64')}`,
    state: 'active',
    createdAt: now,
  };
}

/** A new row for a webhook and an occasion. */
export function claimedDelivery(webhookId: string, occasion: Occasion, now: Date): WebhookDelivery {
  return {
    _id: deliveryIdOf(webhookId, occasion),
    webhookId,
    ...occasion,
    state: 'claimed',
    attempts: 0,
    plannedAt: now,
    nextAttemptAt: now,
  };
}

/** The id of a delivery. A paper's id is hashed, since it may contain characters that job ids must not have. */
function deliveryIdOf(webhookId: string, occasion: Occasion): string {
  if ('editionId' in occasion) return `${webhookId}.${occasion.editionId}`;
  const paper = createHash('sha256').update(occasion.paper.id).digest('base64url').slice(0, 22);
  return `${webhookId}.paper-${paper}`;
}

/** Whether a delivery is too old to be sent. */
export function isOldNews({ plannedAt }: Pick<WebhookDelivery, 'plannedAt'>, now: Date): boolean {
  return now.getTime() - plannedAt.getTime() > TOLD_WITHIN_MS;
}

/** The time of the next attempt. Undefined when the delivery would be too old then. */
export function nextAttempt(
  { attempts, plannedAt }: Pick<WebhookDelivery, 'attempts' | 'plannedAt'>,
  now: Date,
): Date | undefined {
  const at = new Date(now.getTime() + Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS));
  return isOldNews({ plannedAt }, at) ? undefined : at;
}

/** Whether a webhook has failed for so long that it must be disabled. */
export function failedTooLong({ failingSince }: Pick<Webhook, 'failingSince'>, now: Date): boolean {
  return failingSince !== undefined && now.getTime() - failingSince.getTime() >= FAILING_MS;
}
