import { Controller, Inject } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, signIn } from '@paperboy/contracts';
import { Asked, CONFIG, notFound, Serves } from '@paperboy/platform';
import type { CatalogConfig } from '../catalog.config.js';
import { CredentialStore } from './credential.store.js';
import { PeopleStore } from './people.store.js';

/** Sessions and sign-in links, as web and operators ask for them; what travels here is never logged. */
@Controller()
export class SignInController {
  constructor(
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
  ) {}

  @Serves(signIn.resolve)
  async resolve(
    @Asked() { body }: AskedOf<typeof signIn.resolve>,
  ): Promise<AnsweredBy<typeof signIn.resolve>> {
    const id = await this.credentials.personOf(body.credentialHash);
    const person = id === undefined ? undefined : await this.people.find(id);
    if (!person)
      throw notFound('unknown-credential', 'This session or token is not known here, or has expired.');
    return { person };
  }

  @Serves(signIn.end)
  async end(@Asked() { body }: AskedOf<typeof signIn.end>): Promise<void> {
    await this.credentials.end(body.credentialHash);
  }

  @Serves(signIn.link)
  async link(@Asked() { body }: AskedOf<typeof signIn.link>): Promise<AnsweredBy<typeof signIn.link>> {
    const person = await this.people.findBy(body);
    if (!person) throw notFound('unknown-person', 'Nobody is known here by that handle or address.');
    const { secret, expiresAt } = await this.credentials.issueLink(person.id, body.validForMinutes * 60_000);
    const path = `/sign-in/${secret}`;
    const url = `${this.config.PUBLIC_URL.replace(/\/$/, '')}${path}`;
    return { url, path, token: secret, expiresAt: expiresAt.toISOString() };
  }

  @Serves(signIn.check)
  async check(@Asked() { body }: AskedOf<typeof signIn.check>): Promise<void> {
    await this.credentials.checkLink(body.token);
  }

  @Serves(signIn.redeem)
  async redeem(@Asked() { body }: AskedOf<typeof signIn.redeem>): Promise<AnsweredBy<typeof signIn.redeem>> {
    const { personId, sessionToken, expiresAt } = await this.credentials.redeemLink(body.token);
    const person = await this.people.find(personId);
    if (!person) throw notFound('unknown-person', 'The account does not exist any more.');
    return { sessionToken, expiresAt: expiresAt.toISOString(), person };
  }
}
