import { z } from 'zod';
import { editionStateSchema } from '../events/edition-closed.js';
import { editionIdSchema } from '../ids.js';
import { openEnum } from '../open-enum.js';
import { CADENCES } from '../values/period.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { listedPaperSchema, publicPersonSchema } from './public-paper.js';

const count = z.int().min(0);
const editionParams = z.object({ id: editionIdSchema });
/** The path is taken as it is, since a period that doesn't exist has a problem of its own. */
const anyEditionParams = z.object({ id: z.string().max(40) });

/** A page of an edition's papers, in the order in which they were frozen. */
const editionPageSchema = z.object({
  edition: editionStateSchema,
  items: z.array(
    z.object({
      rank: z.int().positive(),
      upvotes: count,
      /** In half-lives since 1970, over the votes at the cutoff; null without votes. */
      score: z.number().nullable(),
      comments: count,
      paper: listedPaperSchema,
      submittedBy: publicPersonSchema.optional(),
    }),
  ),
});
export type EditionPage = z.output<typeof editionPageSchema>;

/** The outcome of planning for the subscriptions of an edition's cadence. */
const deliveryPlanSchema = z.object({
  planned: count,
  alreadyPlanned: count,
  /** How many subscriptions do not get it, by reason. */
  left: z.record(z.string(), count),
  /** Only in a dry run: the first thousand subscriptions, each with its outcome. */
  subscriptions: z
    .array(z.object({ subscription: z.string(), address: z.string().optional(), digest: z.string() }))
    .optional(),
});

/** An operator's decision about the sending of an edition. */
const runStateSchema = openEnum(['going', 'paused', 'cancelled'], 'An unknown one is told as it is.');

/** The number of deliveries in each state; `candidates` is their sum. `subject` is that of the mail, once composed. */
const deliveriesSchema = z.object({
  candidates: count,
  claimed: count,
  handedOff: count,
  accepted: count,
  uncertain: count,
  failed: count,
  suppressed: count,
  skipped: count,
  /** The number of deliveries by state and reason, for states that have reasons: `{"skipped": {"late": 2}}`. */
  reasons: z.record(z.string(), z.record(z.string(), count)),
  /** The number of reports on deliveries that the relay accepted, by kind of report such as `hard`. */
  returned: z.record(z.string(), count).default({}),
  run: runStateSchema,
  subject: z.string().optional(),
});
export type Deliveries = z.output<typeof deliveriesSchema>;

/** Frozen lists and their digests. */
export const editions = {
  newest: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/api/editions',
    query: z.object({
      cadence: z.enum(CADENCES).default('day'),
      p: wholeNumber(0, 10_000).default(0).meta({ description: 'The page, from 0, counted from `after`.' }),
      after: editionIdSchema
        .optional()
        .meta({ description: 'The id of the edition that the page before ended with.' }),
      limit: wholeNumber(1, 400).default(40).meta({ description: 'Editions on a page.' }),
    }),
    answer: z.array(editionStateSchema),
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { query: { cadence: 'day', limit: 10 } },
    summary:
      'The closed editions of a cadence, the newest first. `Link` names the next page, which begins behind the last edition of this one: editions that close meanwhile move none.',
  }),
  one: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/api/editions/{id}',
    params: anyEditionParams,
    answer: editionStateSchema,
    problems: ['no-such-edition', 'edition-not-closed'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: 'day-2026-11-22' } },
    summary: 'One edition: a list frozen when its period ended.',
  }),
  papers: endpoint({
    service: 'ranking',
    method: 'GET',
    path: '/api/editions/{id}/papers',
    params: anyEditionParams,
    query: z.object({
      p: wholeNumber(0, 10_000).default(0),
      limit: wholeNumber(1, 100).default(50),
    }),
    answer: editionPageSchema,
    problems: ['no-such-edition', 'edition-not-closed'],
    callers: 'everyone',
    repeatable: true,
    public: {},
    example: { params: { id: 'day-2026-11-22' } },
    summary: 'Papers of an edition in their final order; a page never changes. `Link` names the next page.',
  }),
  close: endpoint({
    service: 'ranking',
    method: 'POST',
    path: '/internal/editions/{id}/close',
    params: anyEditionParams,
    answer: z.object({ edition: editionStateSchema, outcome: z.enum(['closed', 'was-closed']) }),
    problems: ['no-such-edition', 'period-not-over', 'not-yet-read'],
    callers: ['service'],
    repeatable: true,
    summary: 'Closes an edition, or finds it closed.',
  }),
  deliver: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/editions/{id}/deliver',
    params: editionParams,
    body: z
      .object({
        /**
         * Also plans old digests: of an edition that closed before its reader confirmed, that is older than what the
         * reader has had, or that is more than 12 h late.
         */
        late: z.boolean().default(false),
        /** Only reports the outcome of each subscription. An edition that is still open counts as closed now. */
        dryRun: z.boolean().default(false),
      })
      .nullish(),
    answer: deliveryPlanSchema,
    problems: ['edition-not-closed', 'service-away'],
    callers: ['service'],
    repeatable: true,
    summary:
      'Delivers a closed edition now to every active subscription of its cadence that has not had it and may have it, and says why others may not.',
  }),
  deliveries: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/editions/{id}/deliveries',
    params: editionParams,
    answer: deliveriesSchema,
    callers: ['service'],
    repeatable: true,
    summary: 'How many deliveries of an edition stand in each state.',
  }),
  pause: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/editions/{id}/deliveries/pause',
    params: editionParams,
    answer: deliveriesSchema,
    problems: ['run-cancelled'],
    callers: ['operator'],
    repeatable: true,
    summary: 'Pauses the sending of an edition: within a second nothing more is handed to the relay.',
  }),
  resume: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/editions/{id}/deliveries/resume',
    params: editionParams,
    answer: deliveriesSchema,
    problems: ['run-cancelled'],
    callers: ['operator'],
    repeatable: true,
    summary: 'Lets the sending of an edition go on; what is more than twelve hours late by then is skipped.',
  }),
  cancel: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/editions/{id}/deliveries/cancel',
    params: editionParams,
    answer: deliveriesSchema,
    callers: ['operator'],
    repeatable: true,
    summary: 'Cancels the sending of an edition for good: what was not handed to the relay yet is skipped.',
  }),
} as const;
