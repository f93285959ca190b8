import { z } from 'zod';
import { editionIdSchema, instantSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { ROLES } from './people.js';

/** The acts of curators, admins and operators that the audit log records. */
export const ACTS = [
  'comment-published',
  'comment-hidden',
  'comment-restored',
  'reports-dismissed',
  'thread-locked',
  'thread-unlocked',
  'person-suspended',
  'suspension-lifted',
  'person-revoked',
  'person-token-printed',
  'role-changed',
  'ring-set-aside',
  'ring-restored',
  'claim-confirmed',
  'claim-refused',
  'edition-closed',
] as const;
/** One of the acts that are recorded. */
export type Act = (typeof ACTS)[number];

/** A person as the log names them. */
const namedSchema = z.object({ handle: z.string(), name: z.string() });

const auditEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  act: openEnum(ACTS, 'It is shown as it is.'),
  /** The acting person. Absent when the account is deleted, and for acts of operators and of the configuration. */
  by: namedSchema.optional(),
  /** `operator` is the command line, `configuration` the environment of the catalog. */
  byKind: z.enum(['person', 'operator', 'configuration']),
  /** The person it was done to. Absent when the account is deleted, and when there is no such person. */
  to: namedSchema.optional(),
  paperId: z.string().optional(),
  commentId: z.string().optional(),
  /** The edition that was closed. */
  edition: z.string().optional(),
  /** The ring whose votes were set aside or restored. */
  ring: z.string().optional(),
  /** The role that the person was given. */
  role: z.enum(ROLES).optional(),
  reason: z.string().optional(),
  /** False when the process died during the act, so that it is not known whether it was done. */
  done: z.boolean(),
});
/** One act in the audit log. */
export type AuditEntry = z.output<typeof auditEntrySchema>;

/** The id of an entry that was begun. */
const entrySchema = z.object({ entry: z.uuid() });

/** The audit log. */
export const audit = {
  begin: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/audit',
    body: z.object({ act: z.enum(['edition-closed']), edition: editionIdSchema }),
    status: 201,
    answer: entrySchema,
    callers: ['operator'],
    repeatable: false,
    summary: 'Records an act of an operator in another service, before it is done.',
  }),
  end: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/audit/{entry}/end',
    params: entrySchema,
    body: z.object({
      /** False deletes the entry, since the act changed nothing or was refused. */
      done: z.boolean(),
    }),
    status: 204,
    callers: ['operator'],
    repeatable: true,
    summary: 'Says whether an act that was begun was done.',
  }),
  list: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/audit',
    query: z.object({
      p: wholeNumber(0, 10_000).default(0).meta({ description: 'The page, from 0.' }),
      limit: wholeNumber(1, 100).default(50).meta({ description: 'Entries on a page.' }),
    }),
    answer: z.object({ entries: z.array(auditEntrySchema) }),
    callers: ['admin'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary:
      'What curators, admins and operators did in the last two years, the newest first; for admins. `Link` names the next page.',
  }),
} as const;
