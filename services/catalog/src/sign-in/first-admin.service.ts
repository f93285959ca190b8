import { Inject, Injectable } from '@nestjs/common';
import type { Person } from '@paperboy/contracts';
import { CONFIG } from '@paperboy/platform';
import { CONFIGURATION } from '../audit/audit.schema.js';
import type { CatalogConfig } from '../catalog.config.js';
import { PeopleStore } from '../person/people.store.js';
import { Roles } from '../person/roles.service.js';

/** Makes the person of FIRST_ADMIN an admin as long as there is no admin. */
@Injectable()
export class FirstAdmin {
  constructor(
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly people: PeopleStore,
    private readonly roles: Roles,
  ) {}

  /** Returns the person who signs in, with the role after this. */
  async arrive(person: Person): Promise<Person> {
    const address = this.config.FIRST_ADMIN;
    if (address === undefined || person.role === 'admin') return person;
    const first = await this.people.findBy({ address });
    if (first?.id !== person.id || (await this.people.hasAdmin())) return person;
    return this.roles.give(person, 'admin', { by: CONFIGURATION });
  }
}
