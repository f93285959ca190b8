import { Injectable } from '@nestjs/common';
import type { Person, Role } from '@paperboy/contracts';
import { AuditStore } from '../audit/audit.store.js';
import { PeopleStore } from './people.store.js';

/** Who gives a role, and why. */
export interface RoleGiver {
  /** The id of a person, OPERATOR or CONFIGURATION. */
  by: string;
  reason?: string | undefined;
}

/** Gives people roles. Each change is in the audit log. */
@Injectable()
export class Roles {
  constructor(
    private readonly people: PeopleStore,
    private readonly audit: AuditStore,
  ) {}

  /** Gives a role, and returns the person with it. Records nothing for a person who has the role already. */
  async give(person: Person, role: Role, { by, reason }: RoleGiver): Promise<Person> {
    if (person.role === role) return person;
    const note = { act: 'role-changed', by, to: person.id, role, ...(reason && { reason }) } as const;
    await this.audit.record(note, () => this.people.setRole(person.id, role));
    return { ...person, role };
  }
}
