import { documentSchema } from './document-schema.js';
import type { LeaseDocument } from './lease.js';
import type { MigrationDocument } from './migration.js';

export const MIGRATIONS = 'migrations';
export const LEASES = 'leases';

/** The migrations that a database has. They are kept, one for each migration, since each start reads them. */
export const migrationSchema = documentSchema<MigrationDocument>(MIGRATIONS, {
  _id: { type: Number, required: true },
  name: { type: String, required: true },
  startedAt: { type: Date, required: true },
  finishedAt: { type: Date },
});

/**
 * The leases: which replica migrates, and which one relays the events of each collection. They are kept, one for the
 * migrations and one for each relay, since the next holder takes over the expired lease. Each change is one pipeline
 * update by the database's clock, so the driver's collection is used instead of a model.
 */
export const leaseSchema = documentSchema<LeaseDocument & { positions?: Record<string, number> }>(LEASES, {
  _id: { type: String, required: true },
  holder: { type: String, required: true },
  epoch: { type: Number, required: true },
  expiresAt: { type: Date, required: true },
  /** For a relay: the offset of the last data record published, by partition. */
  positions: { type: Map, of: Number },
});
