import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, maskedAddress, people } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { OPERATOR } from '../audit/audit.schema.js';
import { AuditStore } from '../audit/audit.store.js';
import { CredentialStore } from './credential.store.js';
import { PeopleStore } from './people.store.js';
import { Roles } from './roles.service.js';

/** People, as operators and the other services manage them. */
@Controller()
export class PeopleController {
  constructor(
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
    private readonly roles: Roles,
    private readonly audit: AuditStore,
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
    return this.bring(body);
  }

  @Serves(people.token)
  async token(@Asked() { body }: AskedOf<typeof people.token>): Promise<AnsweredBy<typeof people.token>> {
    const { person, created } = await this.bring(body);
    const note = { act: 'person-token-printed', by: OPERATOR, to: person.id } as const;
    let token = '';
    await this.audit.record(note, async () => {
      token = await this.credentials.issueToken(person.id);
      return true;
    });
    return { person, created, token };
  }

  private async bring({ role, ...wish }: AskedOf<typeof people.ensure>['body']) {
    const { person, created } = await this.people.ensure(wish);
    return { person: await this.roles.give(person, role ?? person.role, { by: OPERATOR }), created };
  }
}
