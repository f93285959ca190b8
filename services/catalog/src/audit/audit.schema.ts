import { ACTS, type Act, ROLES, type Role } from '@paperboy/contracts';
import { documentSchema } from '@paperboy/platform';

/** The collection of the audit log. */
export const AUDIT = 'audit';

/** In place of a person: the command line. */
export const OPERATOR = 'operator';
/** In place of a person: the environment of the catalog. */
export const CONFIGURATION = 'configuration';

/** What was done, by whom and to whom. Ids only: names are looked up when the log is read. */
export interface AuditNote {
  act: Act;
  /** The id of a person, OPERATOR or CONFIGURATION. */
  by: string;
  /** The id of the person to whom it was done. */
  to?: string;
  paperId?: string;
  commentId?: string;
  ring?: string;
  /** The role that the person was given. */
  role?: Role;
  reason?: string;
}

/** An act in the database. */
export interface AuditDocument extends AuditNote {
  _id: string;
  at: Date;
  /** When it was done; absent while it is being done, and for good when the process died meanwhile. */
  doneAt?: Date;
}

const KEPT_SECONDS = 2 * 366 * 86_400;

/** The audit log. MongoDB deletes an entry after two years: by then nobody asks for it any more. */
export const auditSchema = documentSchema<AuditDocument>(AUDIT, {
  _id: { type: String, required: true },
  act: { type: String, enum: ACTS, required: true },
  by: { type: String, required: true },
  to: { type: String },
  paperId: { type: String },
  commentId: { type: String },
  ring: { type: String },
  role: { type: String, enum: ROLES },
  reason: { type: String },
  at: { type: Date, required: true },
  doneAt: { type: Date },
})
  // The log, the newest first; and forgetting.
  .index({ at: -1 }, { expireAfterSeconds: KEPT_SECONDS });
