import { Injectable } from '@nestjs/common';
import type { AnsweredBy, Person, signIn } from '@paperboy/contracts';
import { crashPoint } from '@paperboy/messaging';
import { conflict, forbidden, notFound } from '@paperboy/platform';
import { CredentialStore } from '../person/credential.store.js';
import { IdentityStore, type InstitutionIdentity } from '../person/identity.store.js';
import { PeopleStore } from '../person/people.store.js';
import { FirstAdmin } from './first-admin.service.js';
import type { SignInRequestDocument } from './sign-in-request.js';
import { SignInRequestStore } from './sign-in-request.store.js';

type Arrival = AnsweredBy<typeof signIn.redeem>;
type Session = AnsweredBy<typeof signIn.register>;

/** Signs people in: by a link, a code, a passkey, an institution or a new account. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
    private readonly requests: SignInRequestStore,
    private readonly firstAdmin: FirstAdmin,
    private readonly identities: IdentityStore,
  ) {}

  /** Signs in by a link, of an operator or of a mail, and uses it up. */
  async byLink(secret: string, device?: string): Promise<Arrival> {
    if (await this.requests.hasLink(secret))
      return this.proven(await this.requests.proveByLink(secret), device);
    return this.ofPerson(await this.credentials.spendLink(secret), device);
  }

  /** Begins a session of a person whose identity is proven. Throws 404 `unknown-person`. */
  async ofPerson(id: string, device?: string): Promise<Session> {
    const person = await this.people.find(id);
    if (!person) throw notFound('unknown-person', 'The account does not exist any more.');
    return this.session(person, device);
  }

  /** Signs in by the code of a mail, in the browser where it was requested, and uses it up. */
  async byCode(asker: string, code: string, device?: string): Promise<Arrival> {
    return this.proven(await this.requests.proveByCode(asker, code), device);
  }

  /**
   * Signs in by issuer and subject. For an unknown identity, an address that the institution confirmed allows making an
   * account. It never opens an existing one, which needs access to the mailbox. Throws 403 `address-needed` and 409
   * `address-known`.
   */
  async byInstitution(
    identity: InstitutionIdentity,
    address: string | undefined,
    device?: string,
  ): Promise<Arrival> {
    const personId = await this.identities.use(identity);
    if (personId !== undefined) return this.ofPerson(personId, device);
    if (address === undefined) throw forbidden('address-needed', ADDRESS_NEEDED);
    await this.refuseKnown(address);
    return this.registration(await this.requests.proveBy(identity, address));
  }

  /**
   * Makes the account of a proven address, then its session. After a crash between the two, the registration of a mail
   * can be repeated, and signs in to the account that exists by then. Throws 404 `unknown-registration`, 409
   * `handle-taken` and, for the registration of an institution, 409 `address-known`.
   */
  async register(
    registration: string,
    chosen: { name: string; handle: string },
    device?: string,
  ): Promise<Session> {
    const request = await this.requests.registering(registration);
    if (request.identity) await this.refuseKnown(request.address);
    const person = await this.people.register({ address: request.address, ...chosen });
    if (request.identity) await this.identities.connect(request.identity, person.id);
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
    return this.registration(request._id);
  }

  private async registration(requestId: string): Promise<Arrival> {
    const { secret, expiresAt } = await this.requests.openRegistration(requestId);
    return { status: 'account-needed', registration: secret, expiresAt: expiresAt.toISOString() };
  }

  private async session(arrived: Person, device: string | undefined): Promise<Session> {
    await this.people.refuseSuspended(arrived.id);
    const person = await this.firstAdmin.arrive(arrived);
    const { secret, expiresAt } = await this.credentials.beginSession(person.id, device);
    return { status: 'signed-in', sessionToken: secret, expiresAt: expiresAt.toISOString(), person };
  }

  private async refuseKnown(address: string): Promise<void> {
    if (await this.people.findBy({ address })) throw conflict('address-known', ADDRESS_KNOWN);
  }
}

const ADDRESS_NEEDED =
  'The institution tells no confirmed address of yours. Sign in by mail once, and connect the institution in the settings.';
const ADDRESS_KNOWN =
  'Your address has an account here. Sign in by mail once, and connect the institution in the settings.';
