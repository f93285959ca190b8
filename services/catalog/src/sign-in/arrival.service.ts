import { Injectable } from '@nestjs/common';
import type { AnsweredBy, Person, signIn } from '@paperboy/contracts';
import { crashPoint } from '@paperboy/messaging';
import { notFound } from '@paperboy/platform';
import { CredentialStore } from '../person/credential.store.js';
import { PeopleStore } from '../person/people.store.js';
import { FirstAdmin } from './first-admin.service.js';
import type { SignInRequestDocument } from './sign-in-request.js';
import { SignInRequestStore } from './sign-in-request.store.js';

type Arrival = AnsweredBy<typeof signIn.redeem>;
type Session = AnsweredBy<typeof signIn.register>;

/** Signs people in, by a link, a code or a new account. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
    private readonly requests: SignInRequestStore,
    private readonly firstAdmin: FirstAdmin,
  ) {}

  /** Uses up a link of an operator or of a mail. */
  async byLink(secret: string, device?: string): Promise<Arrival> {
    if (await this.requests.hasLink(secret))
      return this.proven(await this.requests.proveByLink(secret), device);
    const person = await this.people.find(await this.credentials.spendLink(secret));
    if (!person) throw notFound('unknown-person', 'The account does not exist any more.');
    return this.session(person, device);
  }

  /** Uses up the code of a mail, in the browser where it was requested. */
  async byCode(asker: string, code: string, device?: string): Promise<Arrival> {
    return this.proven(await this.requests.proveByCode(asker, code), device);
  }

  /**
   * Makes the account of a proven address, then its session. After a crash between the two the same registration goes
   * on; an account that exists by then stays as it is.
   */
  async register(
    registration: string,
    chosen: { name: string; handle: string },
    device?: string,
  ): Promise<Session> {
    const request = await this.requests.registering(registration);
    const person = await this.people.register({ address: request.address, ...chosen });
    crashPoint('sign-in.account-made');
    const session = await this.session(person, device);
    await this.requests.endRegistration(request._id);
    return session;
  }

  private async proven(request: SignInRequestDocument, device: string | undefined): Promise<Arrival> {
    crashPoint('sign-in.proven');
    await this.requests.freePlace(request);
    const person = await this.people.findBy({ address: request.address });
    if (person) return this.session(person, device);
    const { secret, expiresAt } = await this.requests.openRegistration(request._id);
    return { status: 'account-needed', registration: secret, expiresAt: expiresAt.toISOString() };
  }

  private async session(arrived: Person, device: string | undefined): Promise<Session> {
    await this.people.refuseSuspended(arrived.id);
    const person = await this.firstAdmin.arrive(arrived);
    const { secret, expiresAt } = await this.credentials.beginSession(person.id, device);
    return { status: 'signed-in', sessionToken: secret, expiresAt: expiresAt.toISOString(), person };
  }
}
