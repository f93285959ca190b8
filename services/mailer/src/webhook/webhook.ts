import { createHash, randomBytes } from 'node:crypto';
import type { WebhookWish } from '@paperboy/contracts';

/** Who has a webhook of the publication itself. */
export const OPERATOR = 'operator';

/** An address that is told of new editions and, if wanted, of papers with many votes. */
export interface Webhook extends WebhookWish {
  /** 12 characters of base64url. */
  _id: string;
  /** The id of a person, or `operator`. */
  owner: string;
  /** Tells the webhooks of one owner apart, so that there are no more than places. */
  place: number;
  /** `whsec_` and 24 bytes as base64 (Standard Webhooks). */
  secret: string;
  state: 'active' | 'disabled';
  createdAt: Date;
  /** Since when every attempt has failed. */
  failingSince?: Date;
  /** What the last attempt met. */
  lastAnswer?: string;
}

/** A paper as a webhook is told of it. */
export interface ToldPaper {
  id: string;
  title: string;
  upvotes: number;
}

/** What a webhook is told of: an edition, or a paper. */
export type Occasion = { editionId: string } | { paper: ToldPaper };

/** The row for telling one webhook of one thing; its id is made of both, so there is never a second. */
export interface WebhookDelivery {
  _id: string;
  webhookId: string;
  /** One of both is there. */
  editionId?: string;
  paper?: ToldPaper;
  state: 'claimed' | 'delivered' | 'failed' | 'skipped';
  attempts: number;
  plannedAt: Date;
  nextAttemptAt: Date;
  endedAt?: Date;
}

/** So many webhooks an owner has at most. */
export const MOST_WEBHOOKS = 10;
/** What could not be told within this time is told no more: an edition of yesterday is no news. */
const TOLD_WITHIN_MS = 24 * 3_600_000;
/** A webhook that has failed for so long is disabled. */
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

/** The row with which telling begins. */
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

/** Ids of papers have signs that ids of jobs can't have. */
function deliveryIdOf(webhookId: string, occasion: Occasion): string {
  if ('editionId' in occasion) return `${webhookId}.${occasion.editionId}`;
  const paper = createHash('sha256').update(occasion.paper.id).digest('base64url').slice(0, 22);
  return `${webhookId}.paper-${paper}`;
}

/** Whether something is so old that it is told no more. */
export function isOldNews({ plannedAt }: Pick<WebhookDelivery, 'plannedAt'>, now: Date): boolean {
  return now.getTime() - plannedAt.getTime() > TOLD_WITHIN_MS;
}

/** When something is tried again; undefined when it is not tried again. */
export function nextAttempt(
  { attempts, plannedAt }: Pick<WebhookDelivery, 'attempts' | 'plannedAt'>,
  now: Date,
): Date | undefined {
  const at = new Date(now.getTime() + Math.min(FIRST_WAIT_MS * 2 ** attempts, LONGEST_WAIT_MS));
  return isOldNews({ plannedAt }, at) ? undefined : at;
}

/** Whether a webhook has failed for so long that it is told no more. */
export function isGivenUp({ failingSince }: Pick<Webhook, 'failingSince'>, now: Date): boolean {
  return failingSince !== undefined && now.getTime() - failingSince.getTime() >= FAILING_MS;
}
