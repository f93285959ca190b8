import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { historySchema } from './moderation.js';
import { addressSchema, handleParams } from './people.js';
import { reasonBodySchema, reasonSchema } from './reason.js';

const NOBODY = { handle: 'nobody-of-this-name' };
const PROBLEMS = ['unknown-person', 'not-suspendable'];

/** Suspending people: they can neither sign in nor write, and their votes do not count. */
export const suspensions = {
  history: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/people/{handle}/history',
    params: handleParams,
    answer: z.object({ history: historySchema }),
    problems: ['unknown-person'],
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: { params: NOBODY, problem: 'unknown-person' },
    summary:
      'What became of the comments of a person, and whether the person is suspended; for curators and admins.',
  }),
  suspend: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/people/{handle}/suspend',
    params: handleParams,
    body: z.object({ reason: reasonSchema }),
    status: 204,
    problems: PROBLEMS,
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: { params: NOBODY, body: { reason: 'Advertises.' }, problem: 'unknown-person' },
    summary:
      'Suspends a person: nobody believes the sessions and tokens any more within five seconds, nothing lets the person in, and the votes are set aside. Curators suspend readers, admins curators as well. The person is told the reason.',
  }),
  lift: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/api/people/{handle}/lift',
    params: handleParams,
    body: reasonBodySchema,
    status: 204,
    problems: PROBLEMS,
    callers: ['curator'],
    repeatable: true,
    public: { person: true },
    example: { params: NOBODY, problem: 'unknown-person' },
    summary: 'Lifts a suspension: sessions and tokens are good again, and the votes count as before.',
  }),
  suspendAddress: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/people/suspend',
    body: z.object({ address: addressSchema, reason: reasonSchema }),
    answer: z.object({ handle: z.string(), changed: z.boolean() }),
    problems: ['unknown-person'],
    callers: ['operator'],
    repeatable: true,
    summary: 'Suspends the person of an address, whatever the role.',
  }),
  liftAddress: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/people/lift',
    body: z.object({ address: addressSchema }),
    answer: z.object({ handle: z.string(), changed: z.boolean() }),
    problems: ['unknown-person'],
    callers: ['operator'],
    repeatable: true,
    summary: 'Lifts the suspension of the person of an address.',
  }),
} as const;
