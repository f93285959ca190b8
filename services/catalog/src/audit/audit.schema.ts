import { ACTS, type Act, ROLES, type Role } from '@paperboy/contracts';
import { documentSchema } from '@paperboy/platform';

/** The collection of the audit log. */
export const AUDIT = 'audit';

/** Stands for the id of a person when an act came from the command line. */
export const OPERATOR = 'operator';
/** Stands for the id of a person when an act follows from the environment of the catalog. */
export const CONFIGURATION = 'configuration';

/** What was done, by whom and to whom. It holds ids only, because the reader of the log finds the current names. */
export interface AuditNote {
  act: Act;
  /** The id of a person, OPERATOR or CONFIGURATION. */
  by: string;
  /** The id of the person whom the act concerns. */
  to?: string;
  paperId?: string;
  commentId?: string;
  ring?: string;
  edition?: string;
  /** The role that the person was given. */
  role?: Role;
  reason?: string;
}

/** An act in the database. */
export interface AuditDocument extends AuditNote {
  _id: string;
  at: Date;
  /** When it was done. Absent while it is under way, and for good when a crash or an error left the outcome unknown. */
  doneAt?: Date;
}

const KEPT_SECONDS = 2 * 366 * 86_400;

/** The audit log. MongoDB deletes an entry after two years, when nobody needs it any more. */
export const auditSchema = documentSchema<AuditDocument>(AUDIT, {
  _id: { type: String, required: true },
  act: { type: String, enum: ACTS, required: true },
  by: { type: String, required: true },
  to: { type: String },
  paperId: { type: String },
  commentId: { type: String },
  ring: { type: String },
  edition: { type: String },
  role: { type: String, enum: ROLES },
  reason: { type: String },
  at: { type: Date, required: true },
  doneAt: { type: Date },
})
  // The log, the newest first; also for expiry.
  .index({ at: -1 }, { expireAfterSeconds: KEPT_SECONDS });
