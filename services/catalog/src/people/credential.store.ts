import { Inject, Injectable } from '@nestjs/common';
import { Clock, MONGO, notFound } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { type Credential, hashOf, newCredential } from './credential.js';

/** The collections of what lets people in; only hashes are kept, and the expired leave by themselves. */
export const CREDENTIALS = 'credentials';
export const SIGN_IN_LINKS = 'sign-in-links';

/** How long a session lasts, in ms: 30 days. */
const SESSION_MS = 30 * 86_400_000;

interface CredentialDocument {
  /** The hash. */
  _id: string;
  kind: 'token' | 'session';
  personId: string;
  createdAt: Date;
  /** Sessions expire, tokens are revoked. */
  expiresAt?: Date;
}

interface SignInLinkDocument {
  _id: string;
  personId: string;
  expiresAt: Date;
  redeemedAt?: Date;
  /** When a newer link of the person took its place. */
  replacedAt?: Date;
}

/** What is neither used up nor replaced. */
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

  /** A new bearer token; it is told here once and never again. */
  async issueToken(personId: string): Promise<string> {
    const { secret, hash } = newCredential('pbt');
    await this.credentials.insertOne({ _id: hash, kind: 'token', personId, createdAt: this.clock.now() });
    return secret;
  }

  /** Whose credential this is, if it is one and has not expired. */
  async personOf(hash: string): Promise<string | undefined> {
    const found = await this.credentials.findOne({ _id: hash });
    if (!found || (found.expiresAt && found.expiresAt <= this.clock.now())) return undefined;
    return found.personId;
  }

  /** Ends a session or revokes a token, by its hash; one that does not exist is ended already. */
  async end(hash: string): Promise<void> {
    await this.credentials.deleteOne({ _id: hash });
  }

  /** Revokes all that lets these people in, and says how many credentials that were. */
  async revokeAll(personIds: readonly string[]): Promise<number> {
    const ofThem = { personId: { $in: [...personIds] } };
    const links = await this.links.deleteMany(ofThem);
    const credentials = await this.credentials.deleteMany(ofThem);
    return links.deletedCount + credentials.deletedCount;
  }

  /** A new one-use sign-in link; the person's older ones are good no more. */
  async issueLink(personId: string, validForMs: number): Promise<Credential & { expiresAt: Date }> {
    const link = newCredential('pbl');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + validForMs);
    await this.links.updateMany({ personId, ...OPEN }, { $set: { replacedAt: now } });
    await this.links.insertOne({ _id: link.hash, personId, expiresAt });
    return { ...link, expiresAt };
  }

  /** Turns a link into a session, once: the link is spent in one update before the session is made. */
  async redeemLink(secret: string): Promise<{ personId: string; sessionToken: string; expiresAt: Date }> {
    const now = this.clock.now();
    const _id = hashOf(secret);
    const unspent = { _id, ...OPEN, expiresAt: { $gt: now } };
    const link = await this.links.findOneAndUpdate(unspent, { $set: { redeemedAt: now } });
    if (!link) throw await this.whyNot(_id);
    const session = newCredential('pbs');
    const expiresAt = new Date(now.getTime() + SESSION_MS);
    const { personId } = link;
    await this.credentials.insertOne({
      _id: session.hash,
      kind: 'session',
      personId,
      createdAt: now,
      expiresAt,
    });
    return { personId, sessionToken: session.secret, expiresAt };
  }

  /** Throws the same 404 as using the link up would, and changes nothing. */
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
    return notFound('unknown-sign-in-link', 'This is no sign-in link that is known here.');
  }
}
