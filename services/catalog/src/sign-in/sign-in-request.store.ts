import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { crashPoint } from '@paperboy/messaging';
import { Clock, forbidden, MONGO, notFound, type Problem } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { QuotaStore } from '../document/quota.store.js';
import { hashOf, newCredential } from '../person/credential.js';
import type { InstitutionIdentity } from '../person/institution-identity.js';
import {
  CODE_TRIES,
  type CodeRefusal,
  codeRefusal,
  GOOD_MS,
  MAILED_WITHIN_MS,
  MAILS_PER_DAY,
  REGISTRATION_MS,
  SIGN_IN_REQUESTS,
  type SignInRequestDocument,
  WRONG_CODES_PER_DAY,
} from './sign-in-request.js';
import { SignInSecrets } from './sign-in-secrets.js';

/** The content of a sign-in mail, for the mailer alone. */
export interface SignInLetter {
  address: string;
  link: string;
  code: string;
  goodUntil: Date;
}

/** Requests for a sign-in mail, from the request to the proven address. They know nothing of accounts. */
@Injectable()
export class SignInRequestStore {
  private readonly requests: Collection<SignInRequestDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly clock: Clock,
    private readonly secrets: SignInSecrets,
    private readonly quotas: QuotaStore,
  ) {
    this.requests = connection.collection<SignInRequestDocument>(SIGN_IN_REQUESTS);
  }

  /**
   * Stores a request to be mailed, and returns the secret with which its code is used. A request beyond the mailbox's
   * daily limit is stored too but never mailed, so that answer and timing reveal nothing.
   */
  async ask(address: string): Promise<string> {
    const { secret, hash } = newCredential('pbr');
    const _id = randomBytes(9).toString('base64url');
    const now = this.clock.now();
    const isMailed = await this.quotas.take(this.quotaOf(address), _id, MAILS_PER_DAY, now);
    await this.requests.insertOne({
      _id,
      askerHash: hash,
      address,
      askedAt: now,
      tries: 0,
      ...(isMailed && { waiting: true }),
    });
    crashPoint('sign-in.asked');
    return secret;
  }

  /** The ids of requests whose letter the mailer has not requested yet, the oldest first. */
  async due(limit: number): Promise<string[]> {
    const found = await this.requests
      .find({ waiting: true, askedAt: { $gt: this.mailedSince() } }, { projection: { _id: 1 } })
      .sort({ askedAt: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id }) => _id);
  }

  /**
   * Makes the letter of a request. A second letter holds the same link and code, and prolongs their validity. Throws
   * 404 `sign-in-request-over`.
   */
  async letter(id: string): Promise<SignInLetter> {
    const link = this.secrets.link(id);
    const code = this.secrets.code(id);
    const goodUntil = new Date(this.clock.now().getTime() + GOOD_MS);
    const made = { linkHash: hashOf(link), codeHash: this.secrets.codeHash(id, code), goodUntil };
    const request = await this.requests.findOneAndUpdate(
      {
        _id: id,
        askedAt: { $gt: this.mailedSince() },
        provenAt: { $exists: false },
        $or: [{ waiting: true }, { linkHash: { $exists: true } }],
      },
      { $set: made, $unset: { waiting: 1 } },
    );
    if (!request)
      throw notFound('sign-in-request-over', 'There is no mail to send for this request, or not any more.');
    crashPoint('sign-in.letter-made');
    return { address: request.address, link, code, goodUntil };
  }

  /** Whether this is the link of a letter, used or not. */
  async hasLink(secret: string): Promise<boolean> {
    return (await this.requests.findOne({ linkHash: hashOf(secret) }, { projection: { _id: 1 } })) !== null;
  }

  /** Throws the same 404 as `proveByLink` would, and changes nothing. */
  async checkLink(secret: string): Promise<void> {
    const request = await this.requests.findOne({ linkHash: hashOf(secret) });
    const trouble = this.linkTrouble(request);
    if (trouble) throw trouble;
  }

  /** Proves the address of a request by its link, once. Throws a 404 Problem for an invalid link. */
  async proveByLink(secret: string): Promise<SignInRequestDocument> {
    const linkHash = hashOf(secret);
    const proven = await this.prove({ linkHash });
    if (proven) return proven;
    const request = await this.requests.findOne({ linkHash });
    throw this.linkTrouble(request) ?? notFound('sign-in-link-used', USED);
  }

  /**
   * Proves the address by the code, in the browser where it was requested. The attempt is counted first, for the request
   * and among the wrong codes of the day, so that neither crashes nor parallel requests give an additional attempt.
   * Throws 404 `unknown-sign-in-request`, or 403 `wrong-sign-in-code` or another CodeRefusal.
   */
  async proveByCode(asker: string, code: string): Promise<SignInRequestDocument> {
    const now = this.clock.now();
    const askerHash = hashOf(asker);
    const request = await this.requests.findOneAndUpdate(
      { askerHash, provenAt: { $exists: false }, tries: { $lt: CODE_TRIES } },
      { $inc: { tries: 1 } },
      { returnDocument: 'before' },
    );
    const refusal = codeRefusal(request ?? (await this.requests.findOne({ askerHash })), now);
    if (refusal) throw codeProblem(refusal);
    const { _id = '', codeHash, tries = CODE_TRIES - 1 } = request ?? {};
    // A request without a letter has no right code, so its tries are no chance to get in.
    const counted = codeHash === undefined ? undefined : `${_id}#${tries}`;
    if (counted && !(await this.quotas.take(WRONG_CODES, counted, WRONG_CODES_PER_DAY, now)))
      throw codeProblem('sign-in-codes-paused');
    if (!this.secrets.isCode(_id, code, codeHash))
      throw forbidden(
        'wrong-sign-in-code',
        `This is not the code in the mail that was asked for here. ${triesLeft(CODE_TRIES - 1 - tries)}`,
      );
    if (counted) await this.quotas.free(WRONG_CODES, counted, now);
    const proven = await this.prove({ _id });
    if (!proven) throw codeProblem('sign-in-code-used');
    return proven;
  }

  /** Stores a request whose address an institution has proven, without a mail, and returns its id. */
  async proveBy(identity: InstitutionIdentity, address: string): Promise<string> {
    const _id = randomBytes(9).toString('base64url');
    const now = this.clock.now();
    const { hash: askerHash } = newCredential('pbr');
    await this.requests.insertOne({
      _id,
      askerHash,
      address,
      askedAt: now,
      tries: 0,
      provenAt: now,
      identity,
    });
    return _id;
  }

  /** Allows a proven request to make an account, and returns the secret for that. */
  async openRegistration(id: string): Promise<{ secret: string; expiresAt: Date }> {
    const { secret, hash } = newCredential('pbn');
    const registerUntil = new Date(this.clock.now().getTime() + REGISTRATION_MS);
    await this.requests.updateOne({ _id: id }, { $set: { registrationHash: hash, registerUntil } });
    return { secret, expiresAt: registerUntil };
  }

  /** The request of a registration. Throws 404 `unknown-registration` for a used, expired or unknown one. */
  async registering(secret: string): Promise<Pick<SignInRequestDocument, '_id' | 'address' | 'identity'>> {
    const request = await this.requests.findOne({
      registrationHash: hashOf(secret),
      registerUntil: { $gt: this.clock.now() },
    });
    if (request) return request;
    throw notFound(
      'unknown-registration',
      'This registration was used already, is too old, or is not known here. Sign in once more.',
    );
  }

  /** Ends a registration, whose account exists now. */
  async endRegistration(id: string): Promise<void> {
    await this.requests.updateOne({ _id: id }, { $unset: { registrationHash: 1, registerUntil: 1 } });
  }

  /** Frees the place of a used mail, which no longer counts towards the mailbox's limit. */
  async freePlace({ _id, address }: Pick<SignInRequestDocument, '_id' | 'address'>): Promise<void> {
    await this.quotas.free(this.quotaOf(address), _id, this.clock.now());
  }

  /** Invalidates all sign-in mails to an address. */
  async revoke(address: string): Promise<void> {
    await this.requests.deleteMany({ address });
  }

  private prove(which: { _id: string } | { linkHash: string }): Promise<SignInRequestDocument | null> {
    const now = this.clock.now();
    return this.requests.findOneAndUpdate(
      { ...which, provenAt: { $exists: false }, goodUntil: { $gt: now } },
      { $set: { provenAt: now } },
      { returnDocument: 'after' },
    );
  }

  private linkTrouble(request: SignInRequestDocument | null): Problem | undefined {
    if (!request) return notFound('unknown-sign-in-link', 'This sign-in link is not known here.');
    if (request.provenAt) return notFound('sign-in-link-used', USED);
    if (request.goodUntil && request.goodUntil > this.clock.now()) return undefined;
    return notFound('sign-in-link-expired', 'This sign-in link has expired.');
  }

  private quotaOf(address: string): string {
    return `sign-in:${this.secrets.mailbox(address)}`;
  }

  private mailedSince(): Date {
    return new Date(this.clock.now().getTime() - MAILED_WITHIN_MS);
  }
}

/** The quota of the wrong codes of all people. */
const WRONG_CODES = 'wrong-codes';

const USED = 'The mail of this sign-in link was used already; each works once.';

const CODE_REFUSALS: Readonly<Record<CodeRefusal, string>> = {
  'unknown-sign-in-request': 'No code was asked for here. Ask for a new mail.',
  'sign-in-code-used': 'The mail of this code was used already; each works once. Ask for a new one.',
  'sign-in-code-void': 'Too many wrong codes were typed, so this one is void. Ask for a new mail.',
  'sign-in-code-expired': 'This code is too old. Ask for a new mail.',
  'sign-in-codes-paused':
    'Too many wrong codes were typed here today, so no code is accepted until tomorrow. Open the link of the mail: it works.',
};

function codeProblem(refusal: CodeRefusal): Problem {
  const refuse = refusal === 'unknown-sign-in-request' ? notFound : forbidden;
  return refuse(refusal, CODE_REFUSALS[refusal]);
}

function triesLeft(left: number): string {
  if (left === 0) return 'It is void now: ask for a new mail.';
  return left === 1 ? 'One try is left.' : `${left} tries are left.`;
}
