import { Inject, Injectable } from '@nestjs/common';
import type { MadePasskey, UsedPasskey } from '@paperboy/contracts';
import { Clock, CONFIG, forbidden, InjectModel, type Problem, tooMany } from '@paperboy/platform';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { type Model, trusted } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { hashOf } from '../person/credential.js';
import { ChallengeStore } from './challenge.store.js';
import { challengeOf, siteOf } from './passkey.js';
import { type PasskeyDocument, passkeySchema } from './passkey.schema.js';

/** The most passkeys of one person, so that their list stays readable. */
const MOST_PASSKEYS = 20;

/** Adds passkeys, and checks them for signing in. @simplewebauthn/server verifies what authenticators sign. */
@Injectable()
export class Passkeys {
  private readonly site: { rpId: string; origin: string };

  constructor(
    @Inject(CONFIG) private readonly config: CatalogConfig,
    @InjectModel(passkeySchema) private readonly passkeys: Model<PasskeyDocument>,
    private readonly challenges: ChallengeStore,
    private readonly clock: Clock,
  ) {
    this.site = siteOf(config.PUBLIC_URL);
  }

  /** A person's passkeys, the newest first. */
  list(personId: string): Promise<PasskeyDocument[]> {
    return this.passkeys.find({ personId }).sort({ createdAt: -1, _id: 1 }).limit(MOST_PASSKEYS).lean();
  }

  /** Options for making a new passkey of this person. Throws 429 `too-many-passkeys`. */
  async begin(person: { id: string; handle: string; name: string }) {
    const own = await this.roomFor(person.id);
    const options = await generateRegistrationOptions({
      rpName: this.config.PUBLICATION_NAME,
      rpID: this.site.rpId,
      userID: Uint8Array.from(Buffer.from(person.id)),
      userName: person.handle,
      userDisplayName: person.name,
      attestationType: 'none',
      excludeCredentials: own.map(({ credentialId }) => ({ id: credentialId })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await this.challenges.open(options.challenge, person.id);
    return options;
  }

  /** Stores a passkey that a browser made. Throws 403 `passkey-refused` and 429 `too-many-passkeys`. */
  async add(personId: string, name: string, response: MadePasskey): Promise<PasskeyDocument> {
    await this.roomFor(personId);
    const expectedChallenge = await this.spent(response.response.clientDataJSON, personId);
    const { registrationInfo } = await checked(() =>
      verifyRegistrationResponse({
        response: response as never,
        expectedChallenge,
        expectedOrigin: this.site.origin,
        expectedRPID: this.site.rpId,
        requireUserVerification: true,
      }),
    );
    if (registrationInfo === undefined) throw refused();
    const { id: credentialId, publicKey, counter, transports = [] } = registrationInfo.credential;
    const passkey: PasskeyDocument = {
      _id: hashOf(credentialId),
      personId,
      credentialId,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports: [...transports],
      name,
      createdAt: this.clock.now(),
    };
    await this.passkeys.create(passkey);
    return passkey;
  }

  /** Removes a passkey of the person, by the beginning of its id; false when there is none. */
  async remove(personId: string, id: string): Promise<boolean> {
    // The range of ids with this beginning: `g` sorts after every hexadecimal digit.
    const range = trusted({ $gte: id, $lt: `${id}g` });
    return (await this.passkeys.deleteOne({ _id: range, personId })).deletedCount === 1;
  }

  /** Options for signing in with any passkey that the browser has for this site. */
  async ask() {
    const options = await generateAuthenticationOptions({
      rpID: this.site.rpId,
      userVerification: 'required',
    });
    await this.challenges.open(options.challenge);
    return options;
  }

  /** The id of the person whose passkey signed the challenge. Throws 403 `passkey-refused`. */
  async prove(response: UsedPasskey): Promise<string> {
    const expectedChallenge = await this.spent(response.response.clientDataJSON);
    const _id = hashOf(response.id);
    const passkey = await this.passkeys.findOne({ _id }).lean();
    if (!passkey) throw refused();
    const { credentialId, publicKey, counter, personId } = passkey;
    const { verified, authenticationInfo } = await checked(() =>
      verifyAuthenticationResponse({
        response: response as never,
        expectedChallenge,
        expectedOrigin: this.site.origin,
        expectedRPID: this.site.rpId,
        requireUserVerification: true,
        credential: {
          id: credentialId,
          publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')),
          counter,
        },
      }),
    );
    if (!verified) throw refused();
    const used = { counter: authenticationInfo.newCounter, usedAt: this.clock.now() };
    // No match: a simultaneous use has raised the counter, or the passkey was removed meanwhile.
    const { matchedCount } = await this.passkeys.updateOne({ _id, counter }, { $set: used });
    if (matchedCount === 0) throw refused();
    return personId;
  }

  private async roomFor(personId: string): Promise<PasskeyDocument[]> {
    const own = await this.list(personId);
    if (own.length < MOST_PASSKEYS) return own;
    throw tooMany('too-many-passkeys', `You have ${MOST_PASSKEYS} passkeys. Remove one of them first.`, 1);
  }

  private async spent(clientDataJSON: string, personId?: string): Promise<string> {
    const challenge = challengeOf(clientDataJSON);
    if (challenge === undefined || !(await this.challenges.spend(challenge, personId))) throw refused();
    return challenge;
  }
}

/** Runs a check of the library. It throws for every fault of an answer and does no I/O, so each error is a refusal. */
async function checked<Answer>(check: () => Promise<Answer>): Promise<Answer> {
  try {
    return await check();
  } catch {
    throw refused();
  }
}

function refused(): Problem {
  return forbidden(
    'passkey-refused',
    'This passkey is not known here, or its answer came too late. Try again.',
  );
}
