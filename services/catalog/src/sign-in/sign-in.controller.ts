import { Controller, Inject } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, people, signIn } from '@paperboy/contracts';
import { Asked, CONFIG, notFound, Serves } from '@paperboy/platform';
import { OPERATOR } from '../audit/audit.schema.js';
import { AuditStore } from '../audit/audit.store.js';
import type { CatalogConfig } from '../catalog.config.js';
import { credentialId } from '../person/credential.js';
import { CredentialStore } from '../person/credential.store.js';
import { PeopleStore } from '../person/people.store.js';
import { Arrivals } from './arrival.service.js';
import { SignInRequestStore } from './sign-in-request.store.js';

/** Sessions, sign-in links and codes. Their requests and answers are never logged. */
@Controller()
export class SignInController {
  constructor(
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
    private readonly requests: SignInRequestStore,
    private readonly arrivals: Arrivals,
    private readonly audit: AuditStore,
  ) {}

  @Serves(signIn.request)
  async request(
    @Asked() { body }: AskedOf<typeof signIn.request>,
  ): Promise<AnsweredBy<typeof signIn.request>> {
    return { request: await this.requests.ask(body.email) };
  }

  @Serves(signIn.code)
  code(@Asked() { body }: AskedOf<typeof signIn.code>): Promise<AnsweredBy<typeof signIn.code>> {
    return this.arrivals.byCode(body.request, body.code, body.device);
  }

  @Serves(signIn.redeem)
  redeem(@Asked() { body }: AskedOf<typeof signIn.redeem>): Promise<AnsweredBy<typeof signIn.redeem>> {
    return this.arrivals.byLink(body.token, body.device);
  }

  @Serves(signIn.register)
  register(@Asked() { body }: AskedOf<typeof signIn.register>): Promise<AnsweredBy<typeof signIn.register>> {
    const { registration, name, handle, device } = body;
    return this.arrivals.register(registration, { name, handle }, device);
  }

  @Serves(signIn.due)
  async due(@Asked() { query }: AskedOf<typeof signIn.due>): Promise<AnsweredBy<typeof signIn.due>> {
    return { ids: await this.requests.due(query.limit) };
  }

  @Serves(signIn.letter)
  async letter(
    @Asked() { params }: AskedOf<typeof signIn.letter>,
  ): Promise<AnsweredBy<typeof signIn.letter>> {
    const { address, link, code, goodUntil } = await this.requests.letter(params.id);
    return { address, code, url: this.urlOf(link), goodUntil: goodUntil.toISOString() };
  }

  @Serves(signIn.resolve)
  async resolve(
    @Asked() { body }: AskedOf<typeof signIn.resolve>,
  ): Promise<AnsweredBy<typeof signIn.resolve>> {
    const used = await this.credentials.use(body.credentialHash, body.network);
    const person = used && (await this.people.findAdmitted(used.personId));
    if (!person)
      throw notFound('unknown-credential', 'This session or token is not known here, or has expired.');
    const { _id, kind, scope = 'write' } = used;
    return { person, credential: { id: credentialId(_id), kind, scope } };
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
    const url = this.urlOf(secret);
    return { url, path: pathOf(secret), token: secret, expiresAt: expiresAt.toISOString() };
  }

  @Serves(signIn.check)
  async check(@Asked() { body }: AskedOf<typeof signIn.check>): Promise<void> {
    if (await this.requests.hasLink(body.token)) await this.requests.checkLink(body.token);
    else await this.credentials.checkLink(body.token);
  }

  /** Revokes all credentials of an address, including the links and codes of mails that are not delivered yet. */
  @Serves(people.revoke)
  async revoke(@Asked() { body }: AskedOf<typeof people.revoke>): Promise<AnsweredBy<typeof people.revoke>> {
    const person = await this.people.findBy(body);
    if (!person) throw notFound('unknown-person', 'Nobody has this address here.');
    let revoked = 0;
    await this.audit.record({ act: 'person-revoked', by: OPERATOR, to: person.id }, async () => {
      await this.requests.revoke(body.address);
      revoked = await this.credentials.revokeAll([person.id]);
      return true;
    });
    return { person, revoked };
  }

  private urlOf(link: string): string {
    return `${this.config.PUBLIC_URL.replace(/\/$/, '')}${pathOf(link)}`;
  }
}

function pathOf(link: string): string {
  return `/sign-in/${link}`;
}
