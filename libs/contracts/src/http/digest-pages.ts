import { z } from 'zod';
import { editionIdSchema } from '../ids.js';
import { endpoint } from './endpoint.js';

/** A whole HTML document with inline styles, without scripts. */
const pageSchema = z.object({ html: z.string() });

/** Digests as pages that look like the mail. */
export const digestPages = {
  edition: endpoint({
    service: 'mailer',
    method: 'GET',
    path: '/internal/editions/{id}/page',
    params: z.object({ id: editionIdSchema }),
    answer: pageSchema,
    problems: ['no-such-edition', 'edition-not-closed', 'no-such-digest', 'service-away'],
    callers: ['web'],
    repeatable: true,
    summary: 'The digest of a closed edition for readers who chose nothing, without links of a reader.',
  }),
  ofReader: endpoint({
    service: 'mailer',
    method: 'POST',
    path: '/internal/digest-pages',
    body: z.object({ token: z.string().min(1).max(64), edition: editionIdSchema }),
    answer: pageSchema,
    problems: ['unknown-link', 'link-ended', 'no-such-edition', 'service-away'],
    callers: ['web'],
    repeatable: true,
    summary:
      'The digest that a reader got, by the link in it: with the same papers, reasons and links to vote, and without the links to leave and to the settings.',
  }),
} as const;
