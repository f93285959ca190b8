import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';

const PIECE = 10_000;
const DAY_MS = 86_400_000;

/** Stores confirmed readers whose digest of an edition is due, past the mailer, and takes no more memory for more of them. */
export async function makeUpReaders(database: Connection, editionId: string, count: number): Promise<void> {
  const dueAt = new Date();
  const confirmedAt = new Date(dueAt.getTime() - 30 * DAY_MS);
  const common = { timeZone: 'UTC', sample: false };
  const next = { localDate: dueAt.toISOString().slice(0, 10), editionId };
  for (let from = 0; from < count; from += PIECE) {
    const readers = Array.from({ length: Math.min(PIECE, count - from) }, (_, at) => ({
      _id: `${editionId}-${from + at}`,
      address: `reader-${from + at}.${editionId}@example.org`,
      confirmedAt,
      ...common,
    }));
    await database.collection<{ _id: string }>('subscribers').insertMany(readers);
    await database.collection<{ _id: string }>('subscriptions').insertMany(
      readers.map(({ _id }) => ({
        _id: randomBytes(9).toString('base64url'),
        subscriberId: _id,
        slot: 'day',
        cadence: 'day',
        hour: dueAt.getUTCHours(),
        state: 'active',
        next,
        nextDueAt: dueAt,
        ...common,
      })),
    );
  }
}
