import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, webhooks } from '@paperboy/contracts';
import { Asked, CurrentCaller, type PersonCaller, Serves } from '@paperboy/platform';
import { OPERATOR } from './webhook.js';
import { WebhookDesk } from './webhook-desk.service.js';

/** Webhooks of people, and of the publication itself. */
@Controller()
export class WebhookController {
  constructor(private readonly desk: WebhookDesk) {}

  @Serves(webhooks.list)
  async list(@CurrentCaller() { id }: PersonCaller): Promise<AnsweredBy<typeof webhooks.list>> {
    return { webhooks: await this.desk.list(id) };
  }

  @Serves(webhooks.make)
  make(
    @Asked() { body }: AskedOf<typeof webhooks.make>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<AnsweredBy<typeof webhooks.make>> {
    return this.desk.make(id, body);
  }

  @Serves(webhooks.enable)
  enable(
    @Asked() { params }: AskedOf<typeof webhooks.enable>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<AnsweredBy<typeof webhooks.enable>> {
    return this.desk.enable(params.webhook, id);
  }

  @Serves(webhooks.remove)
  remove(
    @Asked() { params }: AskedOf<typeof webhooks.remove>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<void> {
    return this.desk.remove(params.webhook, id);
  }

  @Serves(webhooks.listAll)
  async listAll(): Promise<AnsweredBy<typeof webhooks.listAll>> {
    return { webhooks: await this.desk.all() };
  }

  @Serves(webhooks.makeAsOperator)
  makeAsOperator(
    @Asked() { body }: AskedOf<typeof webhooks.makeAsOperator>,
  ): Promise<AnsweredBy<typeof webhooks.makeAsOperator>> {
    return this.desk.make(OPERATOR, body);
  }

  @Serves(webhooks.enableAny)
  enableAny(
    @Asked() { params }: AskedOf<typeof webhooks.enableAny>,
  ): Promise<AnsweredBy<typeof webhooks.enableAny>> {
    return this.desk.enable(params.webhook);
  }

  @Serves(webhooks.removeAny)
  removeAny(@Asked() { params }: AskedOf<typeof webhooks.removeAny>): Promise<void> {
    return this.desk.remove(params.webhook);
  }
}
