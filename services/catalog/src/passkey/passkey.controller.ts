import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, type ListedPasskey, passkeys } from '@paperboy/contracts';
import { Asked, CurrentCaller, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import { credentialId } from '../person/credential.js';
import { Arrivals } from '../sign-in/arrival.service.js';
import type { PasskeyDocument } from './passkey.schema.js';
import { Passkeys } from './passkeys.service.js';

/** A person's own passkeys, and signing in with one. */
@Controller()
export class PasskeyController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly arrivals: Arrivals,
  ) {}

  @Serves(passkeys.list)
  async list(@CurrentCaller() { id }: PersonCaller): Promise<AnsweredBy<typeof passkeys.list>> {
    return { passkeys: (await this.passkeys.list(id)).map(listed) };
  }

  @Serves(passkeys.begin)
  async begin(@CurrentCaller() person: PersonCaller): Promise<AnsweredBy<typeof passkeys.begin>> {
    return { options: { ...(await this.passkeys.begin(person)) } };
  }

  @Serves(passkeys.add)
  async add(
    @Asked() { body }: AskedOf<typeof passkeys.add>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<AnsweredBy<typeof passkeys.add>> {
    return listed(await this.passkeys.add(id, body.name, body.passkey));
  }

  @Serves(passkeys.remove)
  async remove(
    @Asked() { params }: AskedOf<typeof passkeys.remove>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<void> {
    if (!(await this.passkeys.remove(id, params.passkey)))
      throw notFound('unknown-passkey', 'You have no such passkey; perhaps it was removed.');
  }

  @Serves(passkeys.ask)
  async ask(): Promise<AnsweredBy<typeof passkeys.ask>> {
    return { options: { ...(await this.passkeys.ask()) } };
  }

  @Serves(passkeys.signIn)
  async signIn(
    @Asked() { body }: AskedOf<typeof passkeys.signIn>,
  ): Promise<AnsweredBy<typeof passkeys.signIn>> {
    return this.arrivals.ofPerson(await this.passkeys.prove(body.passkey), body.device);
  }
}

function listed({ _id, name, createdAt, usedAt }: PasskeyDocument): ListedPasskey {
  return {
    id: credentialId(_id),
    name,
    createdAt: createdAt.toISOString(),
    ...(usedAt && { usedAt: usedAt.toISOString() }),
  };
}
