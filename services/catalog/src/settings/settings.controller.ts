import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, settings } from '@paperboy/contracts';
import { Asked, CurrentCaller, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import { credentialId } from '../person/credential.js';
import type { CredentialDocument } from '../person/credential.schema.js';
import { OwnCredentials } from './own-credentials.store.js';

/** A person's own sessions and tokens. */
@Controller()
export class SettingsController {
  constructor(private readonly own: OwnCredentials) {}

  @Serves(settings.sessions)
  async sessions(@CurrentCaller() { id }: PersonCaller): Promise<AnsweredBy<typeof settings.sessions>> {
    const sessions = await this.own.list(id, 'session');
    return {
      sessions: sessions.map((session) => ({
        ...listed(session),
        ...(session.device !== undefined && { device: session.device }),
        expiresAt: (session.expiresAt ?? session.createdAt).toISOString(),
      })),
    };
  }

  @Serves(settings.endSession)
  async endSession(
    @Asked() { params }: AskedOf<typeof settings.endSession>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<void> {
    if (!(await this.own.end(id, 'session', params.session)))
      throw notFound('unknown-session', 'You have no such session; perhaps it has ended.');
  }

  @Serves(settings.tokens)
  async tokens(@CurrentCaller() { id }: PersonCaller): Promise<AnsweredBy<typeof settings.tokens>> {
    return { tokens: (await this.own.list(id, 'token')).map(listedToken) };
  }

  @Serves(settings.makeToken)
  async makeToken(
    @Asked() { body }: AskedOf<typeof settings.makeToken>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<AnsweredBy<typeof settings.makeToken>> {
    const { secret, made } = await this.own.makeToken(id, body);
    return { ...listedToken(made), token: secret };
  }

  @Serves(settings.revokeToken)
  async revokeToken(
    @Asked() { params }: AskedOf<typeof settings.revokeToken>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<void> {
    if (!(await this.own.end(id, 'token', params.token)))
      throw notFound('unknown-token', 'You have no such token; perhaps it was revoked.');
  }
}

function listed({ _id, createdAt, usedAt }: CredentialDocument) {
  return {
    id: credentialId(_id),
    createdAt: createdAt.toISOString(),
    ...(usedAt && { usedAt: usedAt.toISOString() }),
  };
}

function listedToken(token: CredentialDocument) {
  const { name, scope = 'write', expiresAt } = token;
  return {
    ...listed(token),
    scope,
    ...(name !== undefined && { name }),
    ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
  };
}
