import { Inject, Injectable } from '@nestjs/common';
import type { OwnProfile, Person, ProfileWish, Role } from '@paperboy/contracts';
import { crashPoint, Outbox, pendingStage } from '@paperboy/messaging';
import {
  Clock,
  conflict,
  forbidden,
  isDuplicateKey,
  MONGO,
  notFound,
  type Problem,
} from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import type { Collection, Connection } from 'mongoose';
import { NEXT_SEQ, PUBLIC_STATE } from '../document/stored-state.js';
import type { InstitutionIdentity } from './institution-identity.js';
import { madeUpName } from './made-up-name.js';
import { newPersonId, type PersonDocument } from './person.js';
import { PEOPLE } from './person.schema.js';

/** The wanted handle and name of the account of an address. An absent field stays as it is. */
export interface PersonWish {
  address: string;
  handle?: string | undefined;
  name?: string | undefined;
}

/** The part of a person that voting and submitting need. */
export interface PersonGlance {
  createdAt: Date;
  handle: string;
  /** Why the person is suspended, if so. */
  suspended?: string | undefined;
}

const ATTEMPTS = 5;
/** The filter that leaves out people whose account has ended. */
const THERE = { deleteAfterPublish: { $ne: true } };

/** The people: accounts with their roles and addresses. */
@Injectable()
export class PeopleStore {
  private readonly people: Collection<PersonDocument>;
  /** Simultaneous look-ups of a person share one read. What another replica changes is seen here within a minute. */
  private readonly glances = new LRUCache<string, PersonGlance>({
    max: 100_000,
    ttl: 60_000,
    ignoreFetchAbort: true,
    fetchMethod: (id) => this.glance(id),
  });

  constructor(
    @Inject(MONGO) connection: Connection,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {
    this.people = connection.collection<PersonDocument>(PEOPLE);
  }

  /** The part of a person that voting and submitting need, usually from memory; undefined for an unknown person. */
  lookUp(id: string): Promise<PersonGlance | undefined> {
    return this.glances.fetch(id);
  }

  /** A person by id. */
  async find(id: string): Promise<Person | undefined> {
    return toPerson(await this.people.findOne({ _id: id, ...THERE }));
  }

  /** Removes a person from memory, so that the next look-up reads the database. */
  forget(id: string): void {
    this.glances.delete(id);
  }

  /** A person by id, unless suspended. */
  async findAdmitted(id: string): Promise<Person | undefined> {
    return toPerson(await this.people.findOne({ _id: id, 'suspension.state': { $ne: 'suspended' } }));
  }

  /** Throws 403 `suspended` for a suspended person. Reads the database, never the memory. */
  async refuseSuspended(id: string): Promise<void> {
    const person = await this.people.findOne({ _id: id }, { projection: { suspension: 1 } });
    const reason = person && suspendedFor(person);
    if (reason) throw suspendedProblem(reason);
  }

  /** A person by handle or by address. */
  async findBy(who: { handle: string } | { address: string }): Promise<Person | undefined> {
    const filter = 'handle' in who ? { 'state.handle': who.handle } : { address: who.address };
    return toPerson(await this.people.findOne(filter));
  }

  /** The address of a person; undefined for an unknown one. */
  async address(id: string): Promise<string | undefined> {
    return (await this.people.findOne({ _id: id }, { projection: { address: 1 } }))?.address;
  }

  /** A page of people, ordered by id. `after` is the last id of the previous page. */
  async page(
    after: string | undefined,
    limit: number,
  ): Promise<(Person & Pick<PersonDocument, 'address' | 'createdAt'>)[]> {
    const people = await this.people
      .find({ ...THERE, ...(after && { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return people.map((person) => ({
      ...(toPerson(person) as Person),
      address: person.address,
      createdAt: person.createdAt,
    }));
  }

  /** People in the order of their handles. `q` and `role` limit them to a beginning of the handle, and to a role. */
  async byHandle(asked: {
    q?: string | undefined;
    role?: Role | undefined;
    after?: string | undefined;
    limit: number;
  }): Promise<(Person & { since: string })[]> {
    const { q = '', role, after = '', limit } = asked;
    const handle = { $gt: after, $gte: q, $lt: `${q}\uffff` };
    const people = await this.people
      .find({ 'state.handle': handle, ...(role && { role }) })
      .sort({ 'state.handle': 1 })
      .limit(limit)
      .toArray();
    return people.map((person) => ({
      ...(toPerson(person) as Person),
      since: person.createdAt.toISOString().slice(0, 10),
    }));
  }

  /** Whether anybody is an admin. */
  async hasAdmin(): Promise<boolean> {
    return (await this.people.findOne({ role: 'admin' }, { projection: { _id: 1 } })) !== null;
  }

  /** Finds or makes the account of an address, and sets the wanted name and handle. Throws 409 `handle-taken`. */
  async ensure(wish: PersonWish): Promise<{ person: Person; created: boolean }> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await this.people.findOne({ address: wish.address });
      const person = known ? await this.change(known, wish) : await this.create(wish);
      if (person) return { person, created: !known };
    }
    throw handleTaken(wish.handle ?? 'that was made up');
  }

  /**
   * Makes the account of an address with the chosen name and handle. An existing account stays as it is. Throws 409
   * `handle-taken`.
   */
  async register(chosen: { address: string; name: string; handle: string }): Promise<Person> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const person = (await this.findBy({ address: chosen.address })) ?? (await this.create(chosen));
      if (person) return person;
    }
    throw handleTaken(chosen.handle);
  }

  /**
   * Makes the account of an address that an institution has confirmed. The account names the identity until
   * `endConnecting`, so that a repetition after a crash finds it. Any other account of the address stays as it is. Throws
   * 409 `address-known` and `handle-taken`.
   */
  async registerBy(
    { id: connecting }: InstitutionIdentity,
    chosen: { address: string; name: string; handle: string },
  ): Promise<Person> {
    const { address } = chosen;
    for (let attempt = 0; attempt < 2; attempt++) {
      const begun = await this.connecting(connecting, address);
      const person = begun ?? (await this.create({ ...chosen, connecting }));
      if (person) return person;
    }
    throw handleTaken(chosen.handle);
  }

  /**
   * The account of an address whose registration by this identity is not complete; undefined when the address has no
   * account. Throws 409 `address-known` when it has another one.
   */
  async connecting(identityId: string, address: string): Promise<Person | undefined> {
    const known = await this.people.findOne({ address });
    if (known && known.connecting !== identityId)
      throw conflict(
        'address-known',
        'Your address has an account here. Sign in by mail once, and connect the institution in the settings.',
      );
    return toPerson(known);
  }

  /** Removes the identity of a registration from the account, which is connected with it now. */
  async endConnecting(id: string): Promise<void> {
    await this.people.updateOne({ _id: id, connecting: { $exists: true } }, { $unset: { connecting: 1 } });
  }

  /** The person's settings of the public page. Throws 404 `unknown-person`. */
  async profile(id: string): Promise<OwnProfile> {
    return ownProfile(await this.known(id));
  }

  /** Changes the person's settings of the public page. Throws 409 `handle-taken` and 404 `unknown-person`. */
  async changeProfile(id: string, { name, handle, about, showVotes }: ProfileWish): Promise<OwnProfile> {
    const { state } = await this.known(id);
    if (name === state.name && handle === state.handle) {
      await this.people.updateOne({ _id: id }, { $set: { about, showVotes } });
    } else if (!(await this.write(id, { about, showVotes, state: { ...state, name, handle } }, false))) {
      throw handleTaken(handle);
    }
    return { name, handle, about, showVotes };
  }

  /**
   * Ends an account. Address, name and handle are removed at once, the document when its tombstone is published. A
   * repetition changes nothing.
   */
  async end(id: string): Promise<void> {
    const nobody = { $concat: ['deleted:', '$_id'] };
    await this.people.updateOne({ _id: id, ...THERE }, [
      {
        $set: {
          seq: NEXT_SEQ,
          address: nobody,
          about: '$$REMOVE',
          connecting: '$$REMOVE',
          'state.handle': nobody,
          'state.name': 'A former reader',
          deleteAfterPublish: true,
        },
      },
      pendingStage({ type: 'person.changed', data: null }),
    ]);
    this.glances.delete(id);
    this.outbox.nudge(PEOPLE, id);
  }

  /** The account of a person as it is stored. Throws 404 `unknown-person`. */
  async known(id: string): Promise<PersonDocument> {
    const person = await this.people.findOne({ _id: id, ...THERE });
    if (!person) throw notFound('unknown-person', 'The account does not exist any more.');
    return person;
  }

  /** Gives a person a role; false when the person has it already or does not exist. */
  async setRole(id: string, role: Role): Promise<boolean> {
    const { modifiedCount } = await this.people.updateOne(
      { _id: id, role: { $ne: role } },
      { $set: { role } },
    );
    return modifiedCount > 0;
  }

  private async glance(id: string): Promise<PersonGlance | undefined> {
    const projection = { createdAt: 1, 'state.handle': 1, suspension: 1 };
    const person = await this.people.findOne({ _id: id, ...THERE }, { projection });
    if (!person) return undefined;
    return { createdAt: person.createdAt, handle: person.state.handle, suspended: suspendedFor(person) };
  }

  private async create(wish: PersonWish & Pick<PersonDocument, 'connecting'>): Promise<Person | undefined> {
    const id = newPersonId();
    const madeUp = madeUpName();
    const handle = wish.handle ?? madeUp.handle;
    const content = {
      address: wish.address,
      role: 'reader' as const,
      createdAt: this.clock.now(),
      ...(wish.connecting !== undefined && { connecting: wish.connecting }),
      state: { id, handle, name: wish.name ?? wish.handle ?? madeUp.name, sample: false },
    };
    return this.write(id, content, true);
  }

  private async change(known: PersonDocument, wish: PersonWish): Promise<Person | undefined> {
    const handle = wish.handle ?? known.state.handle;
    const name = wish.name ?? known.state.name;
    if (handle !== known.state.handle || name !== known.state.name) {
      return this.write(known._id, { state: { ...known.state, handle, name } }, false);
    }
    return toPerson(known);
  }

  /** Writes a person with the event. Undefined when another account has the handle or the address by now. */
  private async write(
    id: string,
    content: Partial<PersonDocument>,
    upsert: boolean,
  ): Promise<Person | undefined> {
    try {
      const person = await this.people.findOneAndUpdate(
        { _id: id, ...THERE },
        [
          { $set: { seq: NEXT_SEQ } },
          { $replaceWith: { $mergeObjects: ['$$ROOT', { $literal: content }] } },
          pendingStage({ type: 'person.changed', data: PUBLIC_STATE }),
        ],
        { upsert, returnDocument: 'after' },
      );
      crashPoint('outbox.after-write');
      this.glances.delete(id);
      this.outbox.nudge(PEOPLE, id);
      return toPerson(person);
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }
}

function suspendedFor({ suspension }: Pick<PersonDocument, 'suspension'>): string | undefined {
  return suspension?.state === 'suspended' ? (suspension.reason ?? 'no reason is known') : undefined;
}

/** 403 `suspended`, with the reason. */
export function suspendedProblem(reason: string): Problem {
  return forbidden('suspended', `This account is suspended by the curators: ${reason}`);
}

function toPerson(document: PersonDocument | null): Person | undefined {
  if (!document) return undefined;
  const { handle, name } = document.state;
  return { id: document._id, handle, name, role: document.role };
}

function ownProfile({ state: { name, handle }, about = '', showVotes = false }: PersonDocument): OwnProfile {
  return { name, handle, about, showVotes };
}

function handleTaken(handle: string) {
  return conflict('handle-taken', `The handle ${handle} is taken.`);
}
