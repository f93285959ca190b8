import { Injectable } from '@nestjs/common';
import { voteKey } from '@paperboy/contracts';
import { Clock, InjectModel } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { SetAsideVotes } from '../vote/set-aside-votes.store.js';
import type { FoundRing } from './ring.js';
import { type RingDocument, ringSchema } from './ring.schema.js';

/** Stores the decisions of curators on rings, and sets their votes aside or restores them. */
@Injectable()
export class Rings {
  constructor(
    @InjectModel(ringSchema) private readonly rings: Model<RingDocument>,
    private readonly clock: Clock,
    private readonly votes: SetAsideVotes,
  ) {}

  /** The rings with the newest decisions, the newest first. */
  decided(limit: number): Promise<RingDocument[]> {
    return this.rings.find().sort({ at: -1 }).limit(limit).lean();
  }

  /** A ring on which a curator has decided; undefined when there is none with this id. */
  async find(id: string): Promise<RingDocument | undefined> {
    return (await this.rings.findById(id).lean()) ?? undefined;
  }

  /** Sets the votes of a ring aside; false when that is decided already. */
  setAside(ring: FoundRing): Promise<boolean> {
    return this.decide(ring, 'set-aside');
  }

  /** Restores the votes of a ring; false when that is decided already. */
  restore(ring: FoundRing): Promise<boolean> {
    return this.decide(ring, 'restored');
  }

  /** Completes decisions that a crash interrupted, for a hundred rings at most. */
  async settleDue(): Promise<void> {
    const due = await this.rings
      .find({ dueAt: trusted({ $lte: this.clock.now() }) })
      .sort({ dueAt: 1 })
      .limit(100)
      .lean();
    for (const ring of due) await this.settle(ring);
  }

  private async decide({ id, people, papers }: FoundRing, state: RingDocument['state']): Promise<boolean> {
    if ((await this.find(id))?.state === state) return false;
    const now = this.clock.now();
    const ring = { _id: id, state, people, papers, at: now, dueAt: now };
    await this.rings.replaceOne({ _id: id }, ring, { upsert: true });
    await this.settle(ring);
    return true;
  }

  private async settle({ _id, state, people, papers, at }: RingDocument): Promise<void> {
    const keys = people.flatMap((personId) => papers.map((paperId) => voteKey({ paperId, personId })));
    await this.votes[state === 'set-aside' ? 'setAside' : 'restore']({ _id: { $in: keys } }, `ring:${_id}`);
    await this.rings.updateOne({ _id, at }, { $unset: { dueAt: '' } });
  }
}
