import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  AllowCallers,
  lineSchema,
  mailAddressSchema,
  notFound,
  wholeNumber,
  ZodBody,
  ZodQuery,
} from '@paperboy/platform';
import { z } from 'zod';
import { CredentialStore } from './credential.store.js';
import { PeopleStore, type Person } from './people.store.js';
import { maskedAddress, ROLES } from './person.js';

/** A mail address, in lower case. */
export const addressSchema = mailAddressSchema.transform((address) => address.toLowerCase());
/** A public handle. */
export const handleSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, 'expected 3 to 40 lower-case letters, digits and hyphens');

const personBody = z.object({
  address: addressSchema,
  role: z.enum(ROLES).optional(),
  handle: handleSchema.optional(),
  name: lineSchema(120).optional(),
});
const addressBody = z.object({ address: addressSchema });
const peopleQuery = z.object({
  after: z.string().max(24).optional(),
  limit: wholeNumber(1, 500).default(100),
});

/** A person in an operator's list. */
export type ListedPerson = Person & { maskedAddress: string; createdAt: string };

/** People, as operators and the other services manage them. */
@Controller('internal/people')
@AllowCallers('service')
export class PeopleController {
  constructor(
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
  ) {}

  /** People by id, a page at a time. */
  @Get()
  async list(
    @ZodQuery(peopleQuery) { after, limit }: z.output<typeof peopleQuery>,
  ): Promise<{ people: ListedPerson[] }> {
    const page = await this.people.page(after, limit);
    const people = page.map(({ address, createdAt, ...person }) => ({
      ...person,
      maskedAddress: maskedAddress(address),
      createdAt: createdAt.toISOString(),
    }));
    return { people };
  }

  /** Finds or makes the account of an address; role, name and handle become what is given. 409 `handle-taken`. */
  @Post()
  @HttpCode(200)
  ensure(
    @ZodBody(personBody) wish: z.output<typeof personBody>,
  ): Promise<{ person: Person; created: boolean }> {
    return this.people.ensure(wish);
  }

  /** The same, and a new bearer token for it, which is told in this answer and never again. */
  @Post('tokens')
  async token(
    @ZodBody(personBody) wish: z.output<typeof personBody>,
  ): Promise<{ person: Person; created: boolean; token: string }> {
    const { person, created } = await this.people.ensure(wish);
    return { person, created, token: await this.credentials.issueToken(person.id) };
  }

  /** Revokes every token, session and sign-in link of an address. 404 `unknown-person`. */
  @Post('revoke')
  @HttpCode(200)
  async revoke(
    @ZodBody(addressBody) body: z.output<typeof addressBody>,
  ): Promise<{ person: Person; revoked: number }> {
    const person = await this.people.findBy(body);
    if (!person) throw notFound('unknown-person', 'Nobody has this address here.');
    return { person, revoked: await this.credentials.revokeAll([person.id]) };
  }
}
