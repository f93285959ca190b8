import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, institutions, type ListedInstitution } from '@paperboy/contracts';
import { Asked, CurrentCaller, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import { credentialId } from '../person/credential.js';
import type { IdentityDocument } from '../person/identity.schema.js';
import { IdentityStore } from '../person/identity.store.js';
import { institutionIdentity } from '../person/institution-identity.js';
import { PeopleStore } from '../person/people.store.js';
import { Arrivals } from '../sign-in/arrival.service.js';

/** Sign-in through an institution, and the institutions of a person. Requests are never logged. */
@Controller()
export class InstitutionController {
  constructor(
    private readonly identities: IdentityStore,
    private readonly people: PeopleStore,
    private readonly arrivals: Arrivals,
  ) {}

  @Serves(institutions.arrive)
  arrive(
    @Asked() { body }: AskedOf<typeof institutions.arrive>,
  ): Promise<AnsweredBy<typeof institutions.arrive>> {
    const { issuer, subject, address, device } = body;
    return this.arrivals.byInstitution(institutionIdentity(issuer, subject), address, device);
  }

  @Serves(institutions.connect)
  async connect(@Asked() { body }: AskedOf<typeof institutions.connect>): Promise<void> {
    const { issuer, subject, personId } = body;
    await this.identities.connect(institutionIdentity(issuer, subject), personId);
  }

  @Serves(institutions.list)
  async list(@CurrentCaller() { id }: PersonCaller): Promise<AnsweredBy<typeof institutions.list>> {
    return { institutions: (await this.identities.list(id)).map(listed) };
  }

  @Serves(institutions.remove)
  async remove(
    @Asked() { params }: AskedOf<typeof institutions.remove>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<void> {
    // Otherwise a registration that a crash interrupted would connect it again.
    await this.people.endConnecting(id);
    if (!(await this.identities.remove(id, params.institution)))
      throw notFound('unknown-institution', 'You have no such institution; perhaps it was disconnected.');
  }
}

function listed({ _id, issuer, createdAt, usedAt }: IdentityDocument): ListedInstitution {
  return {
    id: credentialId(_id),
    issuer,
    createdAt: createdAt.toISOString(),
    ...(usedAt && { usedAt: usedAt.toISOString() }),
  };
}
