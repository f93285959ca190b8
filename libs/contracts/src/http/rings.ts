import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { reasonBodySchema } from './reason.js';

const namedSchema = z.object({ handle: z.string(), name: z.string() });
const paperSchema = z.object({ id: z.string(), title: z.string() });

const ringSchema = z.object({
  id: z.string(),
  /** `found`: its votes count. `set-aside`: they do not. `restored`: a curator has decided that they count. */
  state: openEnum(['found', 'set-aside', 'restored'], 'It is shown as it is.'),
  /** Without people whose accounts are deleted. */
  people: z.array(namedSchema.extend({ since: z.string() })),
  papers: z.array(paperSchema),
  /** When a curator decided. Absent while the state is `found`. */
  at: instantSchema.optional(),
});
/** Accounts that vote together. */
export type Ring = z.output<typeof ringSchema>;

const uncountedVoteSchema = z.object({
  paper: paperSchema,
  /** The voter. Absent when the account is deleted. */
  by: namedSchema.optional(),
  reason: openEnum(['new-person-limit', 'suspended', 'ring'], 'It is shown as it is.'),
  /** False when the vote has been withdrawn. */
  standing: z.boolean(),
  /** When it was cast first. */
  castAt: instantSchema,
});
/** A vote that does not count. */
export type UncountedVote = z.output<typeof uncountedVoteSchema>;

const ringParams = z.object({
  ring: z
    .string()
    .regex(/^[0-9a-f]{24}$/, 'expected the id of a ring')
    .meta({ description: 'The id of a ring.' }),
});

/** The parts that every act of a curator on a ring has; its path and its summary are its own. */
const CURATOR_ON_RING = {
  service: 'catalog',
  method: 'POST',
  params: ringParams,
  body: reasonBodySchema,
  status: 204,
  problems: ['unknown-ring'],
  callers: ['curator'],
  repeatable: true,
  public: { person: true },
  example: { params: { ring: '000000000000000000000000' }, problem: 'unknown-ring' },
} as const;

/** Votes that do not count, and accounts that vote together. */
export const rings = {
  votes: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/set-aside',
    query: z.object({
      p: wholeNumber(0, 10_000).default(0).meta({ description: 'The page, from 0.' }),
      limit: wholeNumber(1, 100).default(50).meta({ description: 'Votes on a page.' }),
    }),
    answer: z.object({ votes: z.array(uncountedVoteSchema) }),
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary:
      'The votes that do not count, with whose they are and why, by reason and person; for curators and admins. `Link` names the next page.',
  }),
  list: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/rings',
    answer: z.object({ rings: z.array(ringSchema) }),
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary:
      'Rings: three or more people who share a network, whose accounts were made within three days, and whose votes of the last 14 days are mostly for the same three or more papers. Those found now, and the 50 that curators decided on last; for curators and admins.',
  }),
  setAside: endpoint({
    ...CURATOR_ON_RING,
    path: '/api/rings/{ring}/set-aside',
    summary: 'Sets aside the votes of the people of a ring for its papers; for curators and admins.',
  }),
  restore: endpoint({
    ...CURATOR_ON_RING,
    path: '/api/rings/{ring}/restore',
    summary: 'Lets the votes of a ring count again as they were decided at first; for curators and admins.',
  }),
} as const;
