import { Inject, Injectable } from '@nestjs/common';
import { Clock, MONGO, notFound } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { hashOf, type IssuedCredential, newCredential } from './credential.js';
import {
  CREDENTIALS,
  type CredentialDocument,
  SIGN_IN_LINKS,
  type SignInLinkDocument,
} from './credential.schema.js';

const HOUR_MS = 3_600_000;
/** How long a session lasts after its last use: 30 days. */
const SESSION_MS = 30 * 24 * HOUR_MS;

/** The filter for links that are neither used up nor replaced. */
const OPEN = { redeemedAt: { $exists: false }, replacedAt: { $exists: false } };

/** Bearer tokens, sessions and one-use sign-in links. */
@Injectable()
export class CredentialStore {
  private readonly credentials: Collection<CredentialDocument>;
  private readonly links: Collection<SignInLinkDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly clock: Clock,
  ) {
    this.credentials = connection.collection<CredentialDocument>(CREDENTIALS);
    this.links = connection.collection<SignInLinkDocument>(SIGN_IN_LINKS);
  }

  /** Makes a bearer token. It is returned here only, since the database holds its hash. */
  async issueToken(personId: string): Promise<string> {
    const { secret, hash } = newCredential('pbt');
    await this.credentials.insertOne({ _id: hash, kind: 'token', personId, createdAt: this.clock.now() });
    return secret;
  }

  /** The credential with this hash, if there is one that has not expired. Notes its use. */
  async use(hash: string, network?: string): Promise<CredentialDocument | undefined> {
    const now = this.clock.now();
    const found = await this.credentials.findOne({ _id: hash });
    if (!found || (found.expiresAt && found.expiresAt <= now)) return undefined;
    await this.noteUse(found, now, network);
    return found;
  }

  /** Writes once an hour at most, since a credential is used with every request. */
  private async noteUse(
    { _id, kind, usedAt }: CredentialDocument,
    now: Date,
    network: string | undefined,
  ): Promise<void> {
    const hour = new Date(now.getTime() - (now.getTime() % HOUR_MS));
    if (usedAt && usedAt >= hour) return;
    const noted = {
      usedAt: hour,
      ...(network !== undefined && { network }),
      ...(kind === 'session' && { expiresAt: new Date(now.getTime() + SESSION_MS) }),
    };
    await this.credentials.updateOne({ _id, usedAt: { $not: { $gte: hour } } }, { $set: noted });
  }

  /** Ends a session or revokes a token, by its hash. Does nothing if there is none. */
  async end(hash: string): Promise<void> {
    await this.credentials.deleteOne({ _id: hash });
  }

  /** Revokes the tokens, sessions and links of these people, and returns their number. */
  async revokeAll(personIds: readonly string[]): Promise<number> {
    const ofThem = { personId: { $in: [...personIds] } };
    const links = await this.links.deleteMany(ofThem);
    const credentials = await this.credentials.deleteMany(ofThem);
    return links.deletedCount + credentials.deletedCount;
  }

  /** Makes a one-use sign-in link, and invalidates the person's older ones. */
  async issueLink(personId: string, validForMs: number): Promise<IssuedCredential & { expiresAt: Date }> {
    const link = newCredential('pbl');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + validForMs);
    await this.links.updateMany({ personId, ...OPEN }, { $set: { replacedAt: now } });
    await this.links.insertOne({ _id: link.hash, personId, expiresAt });
    return { ...link, expiresAt };
  }

  /** Uses up a link and returns the id of its person. Throws a 404 Problem for an invalid link. */
  async spendLink(secret: string): Promise<string> {
    const now = this.clock.now();
    const _id = hashOf(secret);
    const unspent = { _id, ...OPEN, expiresAt: { $gt: now } };
    const link = await this.links.findOneAndUpdate(unspent, { $set: { redeemedAt: now } });
    if (!link) throw await this.whyNot(_id);
    return link.personId;
  }

  /** Begins a session. Its secret is returned here only, since the database holds its hash. */
  async beginSession(personId: string, device?: string): Promise<{ secret: string; expiresAt: Date }> {
    const { secret, hash } = newCredential('pbs');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    await this.credentials.insertOne({
      _id: hash,
      kind: 'session',
      personId,
      createdAt: now,
      expiresAt,
      ...(device !== undefined && { device }),
    });
    return { secret, expiresAt };
  }

  /** Throws the same 404 as `spendLink` would, and changes nothing. */
  async checkLink(secret: string): Promise<void> {
    const _id = hashOf(secret);
    const open = await this.links.findOne({ _id, ...OPEN, expiresAt: { $gt: this.clock.now() } });
    if (!open) throw await this.whyNot(_id);
  }

  private async whyNot(_id: string) {
    const link = await this.links.findOne({ _id });
    if (link?.redeemedAt)
      return notFound('sign-in-link-used', 'This sign-in link was used already; each works once.');
    if (link?.replacedAt)
      return notFound(
        'sign-in-link-replaced',
        'A newer sign-in link was made for this account; use that one.',
      );
    if (link) return notFound('sign-in-link-expired', 'This sign-in link has expired.');
    return notFound('unknown-sign-in-link', 'This sign-in link is not known here.');
  }
}
