import { documentSchema } from './document-schema.js';
import type { LeaseDocument } from './lease.js';
import type { MigrationDocument } from './migration.js';

export const MIGRATIONS = 'migrations';
export const LEASES = 'leases';

/** Which migrations a database has. Kept: each start reads them; there are as many as migrations. */
export const migrationSchema = documentSchema<MigrationDocument>(MIGRATIONS, {
  _id: { type: Number, required: true },
  name: { type: String, required: true },
  startedAt: { type: Date, required: true },
  finishedAt: { type: Date },
});

/**
 * Who migrates, and who relays the events of each collection. Kept: a lease that has expired is what the next holder
 * takes; there is one for the migrations and one for each relay. Each change is one pipeline update by the database's
 * clock, so the collection beneath is used.
 */
export const leaseSchema = documentSchema<LeaseDocument & { positions?: Record<string, number> }>(LEASES, {
  _id: { type: String, required: true },
  holder: { type: String, required: true },
  epoch: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
  /** Of a relay: the offset of the last data record published, by partition. */
  positions: { type: Map, of: Number },
});
