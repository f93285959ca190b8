import { Injectable } from '@nestjs/common';
import type { AnsweredBy, Person, signIn } from '@paperboy/contracts';
import { crashPoint } from '@paperboy/messaging';
import { forbidden, notFound } from '@paperboy/platform';
import { CredentialStore } from '../person/credential.store.js';
import { IdentityStore } from '../person/identity.store.js';
import type { InstitutionIdentity } from '../person/institution-identity.js';
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
    return this.session(await this.known(id), device);
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
    const connected = await this.connected(identity);
    if (connected) return this.session(connected, device);
    if (address === undefined) throw forbidden('address-needed', ADDRESS_NEEDED);
    const begun = await this.people.connecting(identity.id, address);
    if (begun === undefined) return this.registration(await this.requests.proveBy(identity, address));
    await this.connect(identity, begun.id);
    return this.session(begun, device);
  }

  /**
   * Makes the account of a proven address, then its session. After a crash between any two steps, the registration can
   * be repeated, and signs in to the account that exists by then. Throws 404 `unknown-registration`, 409 `handle-taken`
   * and, for the registration of an institution, 409 `address-known`.
   */
  async register(
    registration: string,
    chosen: { name: string; handle: string },
    device?: string,
  ): Promise<Session> {
    const request = await this.requests.registering(registration);
    const person = await this.account(request, chosen);
    crashPoint('sign-in.account-made');
    const session = await this.session(person, device);
    await this.requests.endRegistration(request._id);
    return session;
  }

  private async account(
    { address, identity }: Pick<SignInRequestDocument, 'address' | 'identity'>,
    chosen: { name: string; handle: string },
  ): Promise<Person> {
    if (identity === undefined) return this.people.register({ address, ...chosen });
    // The same registration was here before, or another browser was faster.
    const connected = await this.connected(identity);
    if (connected) return connected;
    const person = await this.people.registerBy(identity, { address, ...chosen });
    await this.connect(identity, person.id);
    return person;
  }

  /** The person with whom an identity is connected. Also ends a registration that a crash interrupted. */
  private async connected(identity: InstitutionIdentity): Promise<Person | undefined> {
    const personId = await this.identities.use(identity);
    if (personId === undefined) return undefined;
    await this.people.endConnecting(personId);
    return this.known(personId);
  }

  private async connect(identity: InstitutionIdentity, personId: string): Promise<void> {
    await this.identities.connect(identity, personId);
    crashPoint('sign-in.institution-connected');
    await this.people.endConnecting(personId);
  }

  private async known(id: string): Promise<Person> {
    const person = await this.people.find(id);
    if (!person) throw notFound('unknown-person', 'The account does not exist any more.');
    return person;
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
}

const ADDRESS_NEEDED =
  'The institution tells no confirmed address of yours. Sign in by mail once, and connect the institution in the settings.';
