import { Controller } from '@nestjs/common';
import { type OwnDigests, people, subscriptions } from '@paperboy/contracts';
import { type Caller, CurrentCaller, Serves, ServiceClients } from '@paperboy/platform';
import { ManageSubscription } from './manage-subscription.service.js';

type Person = Extract<Caller, { kind: 'person' }>;

/** The digests of a person who is signed in. */
@Controller()
export class OwnDigestsController {
  constructor(
    private readonly manage: ManageSubscription,
    private readonly clients: ServiceClients,
  ) {}

  /** The catalog tells the person's address in its answer: it is in no event, job or log, and is kept nowhere here. */
  @Serves(subscriptions.own)
  async own(@CurrentCaller() { id }: Person): Promise<OwnDigests> {
    const { address } = await this.clients.ask(people.address, { params: { id } });
    return this.manage.ofAddress(address);
  }
}
