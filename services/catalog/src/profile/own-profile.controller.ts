import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, account } from '@paperboy/contracts';
import { Asked, CurrentCaller, type PersonCaller, Serves } from '@paperboy/platform';
import { PeopleStore } from '../person/people.store.js';

/** The settings of people's own public pages. */
@Controller()
export class OwnProfileController {
  constructor(private readonly people: PeopleStore) {}

  @Serves(account.profile)
  profile(@CurrentCaller() { id }: PersonCaller): Promise<AnsweredBy<typeof account.profile>> {
    return this.people.profile(id);
  }

  @Serves(account.changeProfile)
  change(
    @Asked() { body }: AskedOf<typeof account.changeProfile>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<AnsweredBy<typeof account.changeProfile>> {
    return this.people.changeProfile(id, body);
  }
}
