import { Controller } from '@nestjs/common';
import { managedSubscriptions, type OwnDigests, people } from '@paperboy/contracts';
import { CurrentCaller, type PersonCaller, Serves, ServiceClients } from '@paperboy/platform';
import { ManageSubscription } from './manage-subscription.service.js';

/** The digests of a person who is signed in. */
@Controller()
export class OwnDigestsController {
  constructor(
    private readonly manage: ManageSubscription,
    private readonly clients: ServiceClients,
  ) {}

  /** The catalog answers with the person's address. The mailer does not store it, and it is in no event, job or log. */
  @Serves(managedSubscriptions.own)
  async own(@CurrentCaller() { id }: PersonCaller): Promise<OwnDigests> {
    const { address } = await this.clients.ask(people.address, { params: { id } });
    return this.manage.ofAddress(address);
  }
}
