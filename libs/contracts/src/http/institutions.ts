import { z } from 'zod';
import { instantSchema, personIdSchema } from '../ids.js';
import { lineSchema } from '../values/clean.js';
import { endpoint } from './endpoint.js';
import { addressSchema } from './people.js';
import { credentialIdSchema } from './settings.js';
import { arrivalSchema } from './sign-in.js';

/** The identity of a person at an institution: issuer and subject of OpenID Connect. */
const identityBody = z.object({ issuer: z.url().max(500), subject: z.string().min(1).max(255) });

const listedSchema = z.object({
  id: credentialIdSchema,
  issuer: z.string(),
  createdAt: instantSchema,
  /** Absent before the first sign-in by it. */
  usedAt: instantSchema.optional(),
});
export type ListedInstitution = z.output<typeof listedSchema>;

/** Signing in by an institution (OpenID Connect). Web talks to the institution, and the catalog finds the account. */
export const institutions = {
  arrive: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/institutions/arrive',
    body: identityBody.extend({
      /** Only one that the institution has confirmed. */
      address: addressSchema.optional(),
      device: lineSchema(60).optional(),
    }),
    answer: arrivalSchema,
    problems: ['address-needed', 'address-known', 'unknown-person'],
    callers: ['web'],
    repeatable: false,
    summary:
      'Signs in by issuer and subject. One who is not known here yet is given a registration for the confirmed address, unless that address has an account: its person signs in by mail once and connects the two.',
  }),
  connect: endpoint({
    service: 'catalog',
    method: 'POST',
    path: '/internal/institutions/connect',
    body: identityBody.extend({ personId: personIdSchema }),
    status: 204,
    problems: ['institution-taken'],
    callers: ['web'],
    repeatable: true,
    summary: 'Connects issuer and subject with the account of a person who is signed in.',
  }),
  list: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/api/settings/institutions',
    answer: z.object({ institutions: z.array(listedSchema) }),
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: {},
    summary: 'The institutions by which the person signs in.',
  }),
  remove: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/api/settings/institutions/{institution}',
    params: z.object({ institution: credentialIdSchema }),
    status: 204,
    problems: ['unknown-institution'],
    callers: ['person'],
    repeatable: true,
    public: { person: true },
    example: { params: { institution: '0000000000000000' }, problem: 'unknown-institution' },
    summary: 'Disconnects an institution from the account: it lets nobody in any more.',
  }),
} as const;
