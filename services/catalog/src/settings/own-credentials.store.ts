import { Injectable } from '@nestjs/common';
import { Clock, InjectModel, tooMany } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { newCredential } from '../person/credential.js';
import { type CredentialDocument, credentialSchema } from '../person/credential.schema.js';

/** The most tokens of one person at a time, so that their list stays readable. */
const MOST_TOKENS = 50;
const DAY_MS = 86_400_000;

type Kind = CredentialDocument['kind'];

/** A person's own sessions and tokens. Ids of other people's credentials have no effect here. */
@Injectable()
export class OwnCredentials {
  constructor(
    @InjectModel(credentialSchema) private readonly credentials: Model<CredentialDocument>,
    private readonly clock: Clock,
  ) {}

  /** The person's valid sessions or tokens, the newest first. */
  async list(personId: string, kind: Kind): Promise<CredentialDocument[]> {
    return this.credentials
      .find({
        personId,
        kind,
        $or: [{ expiresAt: trusted({ $exists: false }) }, { expiresAt: trusted({ $gt: this.clock.now() }) }],
      })
      .sort({ createdAt: -1, _id: 1 })
      .limit(500)
      .lean();
  }

  /** Makes a token. Its secret is returned here only. Throws 429 `too-many-tokens`. */
  async makeToken(
    personId: string,
    { name, scope, days }: { name: string; scope: 'read' | 'write'; days: number },
  ): Promise<{ secret: string; made: CredentialDocument }> {
    if ((await this.list(personId, 'token')).length >= MOST_TOKENS) {
      throw tooMany('too-many-tokens', `You have ${MOST_TOKENS} tokens. Revoke one of them first.`, 1);
    }
    const { secret, hash } = newCredential('pbt');
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + days * DAY_MS);
    const made: CredentialDocument = {
      _id: hash,
      kind: 'token',
      personId,
      createdAt,
      expiresAt,
      name,
      scope,
    };
    await this.credentials.create(made);
    return { secret, made };
  }

  /** Ends one of the person's own credentials, by the beginning of its hash; false when there is none. */
  async end(personId: string, kind: Kind, id: string): Promise<boolean> {
    // The range of ids with this beginning: `g` sorts after every hexadecimal digit.
    const { deletedCount } = await this.credentials.deleteOne({
      _id: trusted({ $gte: id, $lt: `${id}g` }),
      personId,
      kind,
    });
    return deletedCount === 1;
  }
}
