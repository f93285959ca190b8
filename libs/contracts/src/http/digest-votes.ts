import { z } from 'zod';
import { editionIdSchema, instantSchema } from '../ids.js';
import { paperIdSchema } from '../values/paper-id.js';
import { endpoint } from './endpoint.js';

/** A link of a digest: it belongs to one reader, one edition, and one paper of that digest. */
const voteLinkSchema = z.object({
  token: z.string().min(1).max(64),
  edition: editionIdSchema,
  paperId: paperIdSchema,
});
export type VoteLink = z.output<typeof voteLinkSchema>;

const LINK_PROBLEMS = ['unknown-link', 'link-ended'];

/** Votes by the links of digests. Their bodies hold the token, so none of them is logged. */
export const digestVotes = {
  link: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/digest-votes/link',
    body: voteLinkSchema,
    answer: z.object({ until: instantSchema }),
    problems: LINK_PROBLEMS,
    callers: ['web'],
    repeatable: true,
    summary: 'Until when a link of a digest can cast its vote; changes nothing, since scanners follow links.',
  }),
  cast: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/digest-votes',
    body: voteLinkSchema,
    answer: z.object({
      status: z.enum(['cast', 'account-needed']),
    }),
    problems: [
      ...LINK_PROBLEMS,
      'unknown-paper',
      'paper-withdrawn',
      'new-person-limit',
      'suspended',
      'vote-changed-too-often',
      'vote-contended',
      'too-late',
      'service-away',
    ],
    callers: ['web'],
    repeatable: true,
    summary:
      "Casts the vote of the account that the reader's address belongs to; asking again changes nothing. Without an account nothing is cast.",
  }),
  signIn: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/digest-votes/sign-in',
    body: voteLinkSchema,
    status: 202,
    answer: z.object({ request: z.string() }),
    problems: [...LINK_PROBLEMS, 'service-away'],
    callers: ['web'],
    repeatable: false,
    summary:
      "Asks for a sign-in mail to the reader's address, as `POST /api/sign-in` does; the answer never has the address.",
  }),
} as const;
