import { Controller, Delete, HttpCode, Inject, Post } from '@nestjs/common';
import { AllowCallers, CONFIG, notFound, ZodBody } from '@paperboy/platform';
import { z } from 'zod';
import type { CatalogConfig } from '../catalog.config.js';
import { CredentialStore } from './credential.store.js';
import { addressSchema, handleSchema } from './people.controller.js';
import { PeopleStore, type Person } from './people.store.js';

const hashBody = z.object({ credentialHash: z.string().regex(/^[0-9a-f]{64}$/, 'expected SHA-256 in hex') });
const tokenBody = z.object({ token: z.string().min(1).max(200) });
const who = z.union([z.object({ handle: handleSchema }), z.object({ address: addressSchema })]);
const linkBody = z.intersection(
  who,
  z.object({ validForMinutes: z.number().int().min(1).max(60).default(15) }),
);

/** A one-use link that signs a person in. */
export interface SignInLink {
  url: string;
  path: string;
  token: string;
  expiresAt: string;
}

/** Sessions and sign-in links, as web and operators ask for them; what travels here is never logged. */
@Controller('internal')
@AllowCallers('service')
export class SignInController {
  constructor(
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly people: PeopleStore,
    private readonly credentials: CredentialStore,
  ) {}

  /** Whose session or bearer token this is, by its SHA-256 in hex. 404 `unknown-credential`. */
  @Post('sessions/resolve')
  @HttpCode(200)
  async resolve(
    @ZodBody(hashBody) { credentialHash }: z.output<typeof hashBody>,
  ): Promise<{ person: Person }> {
    const id = await this.credentials.personOf(credentialHash);
    const person = id === undefined ? undefined : await this.people.find(id);
    if (!person)
      throw notFound('unknown-credential', 'This session or token is not known here, or has expired.');
    return { person };
  }

  /** Ends a session; one that does not exist is ended already. */
  @Delete('sessions')
  @HttpCode(204)
  async end(@ZodBody(hashBody) { credentialHash }: z.output<typeof hashBody>): Promise<void> {
    await this.credentials.end(credentialHash);
  }

  /** A new one-use sign-in link for somebody who has an account; older ones end. 404 `unknown-person`. */
  @Post('sign-in-links')
  async link(@ZodBody(linkBody) body: z.output<typeof linkBody>): Promise<SignInLink> {
    const person = await this.people.findBy(body);
    if (!person) throw notFound('unknown-person', 'Nobody is known here by that handle or address.');
    const { secret, expiresAt } = await this.credentials.issueLink(person.id, body.validForMinutes * 60_000);
    const path = `/sign-in/${secret}`;
    const url = `${this.config.PUBLIC_URL.replace(/\/$/, '')}${path}`;
    return { url, path, token: secret, expiresAt: expiresAt.toISOString() };
  }

  /** Whether a link could be spent: 204, or the 404 of spending it. */
  @Post('sign-in-links/check')
  @HttpCode(204)
  async check(@ZodBody(tokenBody) { token }: z.output<typeof tokenBody>): Promise<void> {
    await this.credentials.checkLink(token);
  }

  /**
   * Spends a sign-in link for a session. 404 `sign-in-link-used`, `sign-in-link-replaced`, `sign-in-link-expired` or
   * `unknown-sign-in-link`.
   */
  @Post('sign-in-links/redeem')
  @HttpCode(200)
  async redeem(
    @ZodBody(tokenBody) { token }: z.output<typeof tokenBody>,
  ): Promise<{ sessionToken: string; expiresAt: string; person: Person }> {
    const { personId, sessionToken, expiresAt } = await this.credentials.redeemLink(token);
    const person = await this.people.find(personId);
    if (!person) throw notFound('unknown-person', 'The account does not exist any more.');
    return { sessionToken, expiresAt: expiresAt.toISOString(), person };
  }
}
