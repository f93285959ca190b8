import { z } from 'zod';
import { instantSchema } from '../ids.js';
import { paperIdSchema } from '../values/paper-id.js';
import { githubRepoSchema, linkSchema } from '../values/web-link.js';
import { wholeNumber } from '../values/whole-number.js';
import { endpoint } from './endpoint.js';
import { EXAMPLE_PAPER, paperParams } from './papers.js';

/** `refused` by a curator. A claim that its person takes back is deleted. */
export const CLAIM_STATES = ['waiting', 'confirmed', 'refused'] as const;

/** A person's statement to be an author of a paper. */
const claimSchema = z.object({
  id: z.string(),
  paperId: paperIdSchema,
  /** The title of the paper. */
  title: z.string(),
  /** The author as the paper names one. */
  author: z.string(),
  by: z.object({ handle: z.string(), name: z.string() }),
  /** Whether the name of the person could be that of the author. */
  namesMatch: z.boolean(),
  state: z.enum(CLAIM_STATES),
  claimedAt: instantSchema,
  decidedAt: instantSchema.optional(),
});
export type Claim = z.output<typeof claimSchema>;

/** An author of a paper, as `claimAuthorId` names one. */
const claimAuthorId = z
  .string()
  .regex(/^.{3,60}\.[1-9]\d{0,3}$/, 'expected the _id of an author of the paper');

const claimParams = z.object({
  claim: z
    .string()
    .regex(/^[\w-]{8,40}$/, 'expected the id of a claim')
    .meta({ description: 'The id of a claim.' }),
});
const answer = z.object({ claim: claimSchema });
const linksSchema = z.object({ projectPage: z.string().optional(), githubRepo: z.string().optional() });

function decision(verb: 'confirm' | 'refuse', summary: string) {
  return endpoint({
    service: 'catalog',
    method: 'POST',
    path: `/api/claims/{claim}/${verb}`,
    params: claimParams,
    answer,
    problems: ['unknown-claim', 'own-claim', ...(verb === 'confirm' ? ['author-claimed'] : [])],
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: { params: { claim: 'no-such-claim' }, problem: 'unknown-claim' },
    summary,
  });
}

/** Who wrote a paper, and the links that its people give. */
export const claims = {
  claim: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/settings/papers/claim',
    body: z.object({
      paperId: paperIdSchema,
      claimAuthorId: claimAuthorId.meta({ description: 'The `_id` of an author in `authors` of the paper.' }),
    }),
    status: 201,
    answer,
    problems: ['unknown-paper', 'unknown-author', 'author-claimed', 'claim-decided', 'claim-limit'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { body: { paperId: EXAMPLE_PAPER, claimAuthorId: `${EXAMPLE_PAPER}.1` } },
    summary:
      'Says that the person is an author of a paper. A curator confirms or refuses it; while it waits, another author of the paper may be named.',
  }),
  mine: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/settings/papers/claims',
    answer: z.object({ claims: z.array(claimSchema) }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: "The person's claims, the newest first, 200 at the most.",
  }),
  takeBack: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/api/settings/papers/claims/{claim}',
    params: claimParams,
    status: 204,
    problems: ['unknown-claim', 'claim-decided'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { claim: 'no-such-claim' }, problem: 'unknown-claim' },
    summary: 'Takes an own claim back, also a confirmed one. One that was refused stays refused.',
  }),
  list: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/claims',
    query: z.object({
      state: z
        .enum(CLAIM_STATES, 'expected waiting, confirmed or refused')
        .default('waiting')
        .meta({ description: 'Which claims.' }),
      p: wholeNumber(0, 10_000).default(0).meta({ description: 'The page, from 0.' }),
      limit: wholeNumber(1, 100).default(50).meta({ description: 'Claims on a page.' }),
    }),
    answer: z.object({ claims: z.array(claimSchema) }),
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: 'Claims for curators and admins, those that wait longest first. `Link` names the next page.',
  }),
  confirm: decision(
    'confirm',
    'Confirms a claim: the person is marked as the author. For curators and admins; a curator confirms no own one.',
  ),
  refuse: decision('refuse', 'Refuses a claim, also one that was confirmed. For curators and admins.'),
  links: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/papers/{id}/links',
    params: paperParams,
    body: z.object({
      projectPage: linkSchema
        .optional()
        .meta({ description: 'A public page with https; null or empty for none.' }),
      githubRepo: githubRepoSchema
        .optional()
        .meta({ description: '`https://github.com/owner/name`; null or empty for none.' }),
    }),
    answer: linksSchema,
    problems: ['unknown-paper', 'not-your-paper'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { id: EXAMPLE_PAPER }, body: { projectPage: 'https://votes.example.org/' } },
    summary:
      "Sets links of a paper, for its submitter, its confirmed authors, curators and admins. What is left out stays; without a link of a person's the one in the paper's own text counts.",
  }),
} as const;
