import { Inject, Injectable } from '@nestjs/common';
import { Clock, MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { PeopleStore } from '../person/people.store.js';
import type { PersonDocument, Suspension } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';
import { SetAsideVotes } from '../vote/set-aside-votes.store.js';
import { LAST_LOOK_MS } from './suspension.js';

type Swept = Pick<PersonDocument, '_id' | 'suspension'>;

/** Stores suspensions in the documents of the people, and sets their votes aside or restores them. */
@Injectable()
export class Suspensions {
  private readonly documents: Collection<PersonDocument>;

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly clock: Clock,
    private readonly people: PeopleStore,
    private readonly votes: SetAsideVotes,
  ) {
    this.documents = connection.collection<PersonDocument>(PEOPLE);
  }

  /** Suspends a person, and sets the votes aside; false when the person is suspended already. */
  suspend(personId: string, by: string, reason: string): Promise<boolean> {
    const now = this.clock.now();
    return this.change(
      personId,
      { $ne: 'suspended' },
      { state: 'suspended', at: now, by, reason, dueAt: now },
    );
  }

  /** Lifts a suspension, and restores the votes; false when there is none. */
  lift(personId: string, by: string): Promise<boolean> {
    const now = this.clock.now();
    return this.change(personId, 'suspended', { state: 'lifted', at: now, by, dueAt: now });
  }

  /**
   * Sets aside or restores the votes of people for whom that is due, a hundred at most. Returns the number of people.
   */
  async settleDue(): Promise<number> {
    const due = await this.documents
      .find({ 'suspension.dueAt': { $lte: this.clock.now() } }, { projection: { suspension: 1 } })
      .sort({ 'suspension.dueAt': 1 })
      .limit(100)
      .toArray();
    for (const person of due) await this.settle(person);
    return due.length;
  }

  private async change(
    personId: string,
    before: Suspension['state'] | { $ne: Suspension['state'] },
    suspension: Suspension,
  ): Promise<boolean> {
    const filter = { _id: personId, 'suspension.state': before };
    const { modifiedCount } = await this.documents.updateOne(filter as never, { $set: { suspension } });
    if (modifiedCount === 0) return false;
    this.people.forget(personId);
    await this.settle({ _id: personId, suspension });
    return true;
  }

  /**
   * Sets the votes aside or restores them, as the suspension's state requires. A vote may be on its way at that moment,
   * so this is done again after LAST_LOOK_MS. It is also done again after a crash.
   */
  private async settle({ _id, suspension }: Swept): Promise<void> {
    if (suspension === undefined) return;
    const begun = this.clock.now().getTime();
    const choice = { 'state.personId': _id };
    if (suspension.state === 'suspended') await this.votes.setAside(choice, 'suspended');
    else await this.votes.restore(choice, 'suspended');
    const last = suspension.at.getTime() + LAST_LOOK_MS;
    const next =
      begun < last
        ? { $set: { 'suspension.dueAt': new Date(last) } }
        : { $unset: { 'suspension.dueAt': '' as const } };
    // A suspension that changed meanwhile keeps its own `dueAt`.
    await this.documents.updateOne({ _id, 'suspension.at': suspension.at }, next);
  }
}
