import { Controller } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  managedSubscriptions,
  type OwnDigests,
  people,
} from '@paperboy/contracts';
import { Asked, CurrentCaller, type PersonCaller, Serves, ServiceClients } from '@paperboy/platform';
import { OwnSubscriptions } from './own-subscriptions.service.js';

/**
 * The digests of a person who is signed in. The catalog answers with the person's address. The mailer stores the address
 * only when the person starts a subscription, and it is in no event, job or log.
 */
@Controller()
export class OwnDigestsController {
  constructor(
    private readonly own: OwnSubscriptions,
    private readonly clients: ServiceClients,
  ) {}

  @Serves(managedSubscriptions.own)
  async list(@CurrentCaller() person: PersonCaller): Promise<OwnDigests> {
    return this.own.list(await this.addressOf(person));
  }

  @Serves(managedSubscriptions.start)
  async start(
    @Asked() { body }: AskedOf<typeof managedSubscriptions.start>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<AnsweredBy<typeof managedSubscriptions.start>> {
    return this.own.start(await this.addressOf(person), body);
  }

  @Serves(managedSubscriptions.end)
  async end(
    @Asked() { params }: AskedOf<typeof managedSubscriptions.end>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<void> {
    await this.own.end(await this.addressOf(person), params.token);
  }

  private async addressOf({ id }: PersonCaller): Promise<string> {
    return (await this.clients.ask(people.address, { params: { id } })).address;
  }
}
