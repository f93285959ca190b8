import { Injectable } from '@nestjs/common';
import { Clock, InjectModel } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { hashOf } from '../person/credential.js';
import { type ChallengeDocument, passkeyChallengeSchema } from './passkey.schema.js';

const GOOD_MS = 5 * 60_000;

/** Challenges, each good for one answer. */
@Injectable()
export class ChallengeStore {
  constructor(
    @InjectModel(passkeyChallengeSchema) private readonly challenges: Model<ChallengeDocument>,
    private readonly clock: Clock,
  ) {}

  /** Stores a challenge, for one person who adds a passkey or, without `personId`, for signing in. */
  async open(challenge: string, personId?: string): Promise<void> {
    const expiresAt = new Date(this.clock.now().getTime() + GOOD_MS);
    await this.challenges.create({ _id: hashOf(challenge), expiresAt, ...(personId && { personId }) });
  }

  /** Uses up a challenge; false when it is unknown, expired, used or for somebody else. */
  async spend(challenge: string, personId?: string): Promise<boolean> {
    const found = await this.challenges.findOneAndDelete({
      _id: hashOf(challenge),
      personId: personId ?? trusted({ $exists: false }),
      expiresAt: trusted({ $gt: this.clock.now() }),
    });
    return found !== null;
  }
}
