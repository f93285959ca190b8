import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  AllowCallers,
  AllowEveryone,
  mailAddressSchema,
  wholeNumber,
  ZodBody,
  ZodParams,
} from '@paperboy/platform';
import { z } from 'zod';
import { isTimeZone } from '../due/zone-offsets.js';
import { type ConfirmationView, SubscriptionDesk, type SubscriptionView } from './subscription-desk.store.js';

const requestSchema = z.object({
  email: mailAddressSchema,
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'expected a time zone such as Europe/Berlin')
    .default('UTC'),
  hour: wholeNumber(0, 23).default(8),
});
const tokenSchema = z.object({ token: z.string().min(1).max(64) });

type Request = z.output<typeof requestSchema>;
type Token = z.output<typeof tokenSchema>;

/** Subscribing, confirming and leaving. */
@Controller()
export class SubscriptionController {
  constructor(private readonly desk: SubscriptionDesk) {}

  /**
   * Asks for a subscription to the daily digest: `email`, and optionally `timeZone` (IANA, default UTC) and `hour`
   * (0 to 23 there, default 8). 202 with the same answer whether the address is new, known or asked a moment ago; nothing
   * is subscribed before its owner confirms. Errors: 400 `invalid-request`, 429 `too-many-for-domain`.
   */
  @Post('/api/subscriptions')
  @AllowEveryone()
  @HttpCode(202)
  async subscribe(@ZodBody(requestSchema) request: Request): Promise<{ status: 'confirmation-sent' }> {
    await this.desk.request(request.email, {
      cadence: 'day',
      hour: request.hour,
      timeZone: request.timeZone,
    });
    return { status: 'confirmation-sent' };
  }

  /** What a confirmation's link is about; changes nothing. Errors: 404 `unknown-link`. */
  @Get('/internal/subscriptions/confirmation/:token')
  @AllowCallers('service')
  async confirmation(@ZodParams(tokenSchema) { token }: Token): Promise<ConfirmationView> {
    return this.desk.confirmation(token);
  }

  /** Confirms; doing it again changes nothing. Errors: 404 `unknown-link`. */
  @Post('/internal/subscriptions/confirm')
  @HttpCode(200)
  @AllowCallers('service')
  async confirm(@ZodBody(tokenSchema) { token }: Token): Promise<ConfirmationView> {
    return this.desk.confirm(token);
  }

  /** What an unsubscribe link is about; changes nothing, since scanners follow links. Errors: 404 `unknown-link`. */
  @Get('/internal/subscriptions/unsubscription/:token')
  @AllowCallers('service')
  async unsubscription(@ZodParams(tokenSchema) { token }: Token): Promise<SubscriptionView> {
    return this.desk.unsubscription(token);
  }

  /** Ends the subscription at once; doing it again changes nothing. Errors: 404 `unknown-link`. */
  @Post('/internal/subscriptions/unsubscribe')
  @HttpCode(200)
  @AllowCallers('service')
  async unsubscribe(@ZodBody(tokenSchema) { token }: Token): Promise<SubscriptionView> {
    return this.desk.unsubscribe(token);
  }
}
