import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, maskedAddress, people } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { CredentialStore } from './credential.store.js';
import { PeopleStore } from './people.store.js';

/** People, as operators and the other services manage them. */
@Controller()
export class PeopleController {
  constructor(
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
  ) {}

  @Serves(people.list)
  async list(@Asked() { query }: AskedOf<typeof people.list>): Promise<AnsweredBy<typeof people.list>> {
    const page = await this.people.page(query.after, query.limit);
    return {
      people: page.map(({ address, createdAt, ...person }) => ({
        ...person,
        maskedAddress: maskedAddress(address),
        createdAt: createdAt.toISOString(),
      })),
    };
  }

  @Serves(people.ensure)
  ensure(@Asked() { body }: AskedOf<typeof people.ensure>): Promise<AnsweredBy<typeof people.ensure>> {
    return this.people.ensure(body);
  }

  @Serves(people.token)
  async token(@Asked() { body }: AskedOf<typeof people.token>): Promise<AnsweredBy<typeof people.token>> {
    const { person, created } = await this.people.ensure(body);
    return { person, created, token: await this.credentials.issueToken(person.id) };
  }
}
