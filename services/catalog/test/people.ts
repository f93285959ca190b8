import type { PersonCaller } from '@paperboy/platform';
import type { Connection } from 'mongoose';

let made = 0;

/** Makes an account directly in the database, as old as wished, and gives it as a caller. */
export async function makePerson(
  mongo: Connection,
  { role = 'reader', ageHours = 1_000 }: { role?: PersonCaller['role']; ageHours?: number } = {},
): Promise<PersonCaller> {
  made += 1;
  const id = `p${made}`;
  const handle = `person-${made}`;
  await mongo.collection<{ _id: string }>('people').insertOne({
    _id: id,
    seq: 1,
    role,
    address: `${handle}@example.org`,
    createdAt: new Date(Date.now() - ageHours * 3_600_000),
    state: { id, handle, name: handle, sample: false },
  } as { _id: string });
  return { kind: 'person', id, handle, name: handle, role };
}
