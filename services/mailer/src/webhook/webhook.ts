import { createHash, randomBytes } from 'node:crypto';
import type { WebhookWish } from '@paperboy/contracts';
import { WEBHOOK_DISABLED_KEPT_MS, type WebhookDisabledMessage } from '../message/message.js';

/** The owner of webhooks of the publication itself. */
export const OPERATOR = 'operator';

/** An address that is told of new editions and of papers with many votes, or of new papers that a search finds. */
export interface Webhook extends Omit<WebhookWish, 'search'> {
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
  /** Only for a webhook of a search. */
  search?: string;
  /** When its search is due. */
  searchDueAt?: Date;
  /** When its search was last asked. Absent before the first time, whose papers are not new. */
  searchedAt?: Date;
  /** The time since which every attempt has failed. */
  failingSince?: Date;
  /** Only while it is disabled. */
  disabledAt?: Date;
  /** Since when the mail about it waits to be planned. Absent when there is none, or it is planned. */
  noticeDueAt?: Date;
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
  /** Either `editionId` or `paper` is set, but neither for a paper that is never told. */
  editionId?: string;
  paper?: ToldPaper;
  /** `joined`: its paper is told in the message of another delivery, and it ends with that one. */
  state: 'claimed' | 'joined' | 'delivered' | 'failed' | 'skipped';
  /** Only while and after it is joined: the id of the other delivery. */
  joinedTo?: string;
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
export function newWebhook(
  owner: string,
  place: number,
  { search, ...wish }: WebhookWish,
  now: Date,
): Webhook {
  return {
    _id: randomBytes(9).toString('base64url'),
    owner,
    place,
    ...wish,
    ...(search === undefined ? {} : { search, searchDueAt: now }),
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

/** A row for a paper that a webhook is never told, because its search found it before it could be new. */
export function skippedDelivery(webhookId: string, paperId: string, now: Date): WebhookDelivery {
  return {
    _id: paperDeliveryId(webhookId, paperId),
    webhookId,
    state: 'skipped',
    attempts: 0,
    plannedAt: now,
    nextAttemptAt: now,
    endedAt: now,
  };
}

/** The id of a paper's delivery. The paper's id is hashed, since job ids must not have all of its characters. */
export function paperDeliveryId(webhookId: string, paperId: string): string {
  const paper = createHash('sha256').update(paperId).digest('base64url').slice(0, 22);
  return `${webhookId}.paper-${paper}`;
}

function deliveryIdOf(webhookId: string, occasion: Occasion): string {
  return 'editionId' in occasion
    ? `${webhookId}.${occasion.editionId}`
    : paperDeliveryId(webhookId, occasion.paper.id);
}

/** The mail to the owner of a disabled webhook. Its id is made of the webhook and the moment, so there is only one. */
export function disabledNotice(webhook: Webhook, now: Date): WebhookDisabledMessage {
  const { _id: id, owner, url, failingSince = now, lastAnswer = '' } = webhook;
  return {
    _id: disabledNoticeId(webhook),
    kind: 'webhook-disabled',
    ...(owner === OPERATOR ? {} : { personId: owner }),
    webhook: { id, host: new URL(url).host, told: toldInWords(webhook), failingSince, lastAnswer },
    expiresAt: new Date(now.getTime() + WEBHOOK_DISABLED_KEPT_MS),
    state: 'claimed',
    dueAt: now,
    attempts: 0,
    nextAttemptAt: now,
  };
}

/** Its id. It has 12 characters, as bounce addresses require. */
export function disabledNoticeId({ _id, disabledAt }: Pick<Webhook, '_id' | 'disabledAt'>): string {
  const name = `webhook disabled\0${_id}\0${disabledAt?.getTime()}`;
  return createHash('sha256').update(name).digest().subarray(0, 9).toString('base64url');
}

function toldInWords({ list, search, votes }: Webhook): string {
  if (search === undefined)
    return `of each closed list of the ${list}${votes > 0 ? `, and of papers with ${votes} or more upvotes` : ''}`;
  return `of new papers ${votes > 0 ? `with ${votes} or more upvotes ` : ''}that the search “${search}” finds`;
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
