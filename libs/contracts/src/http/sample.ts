import { z } from 'zod';
import { endpoint } from './endpoint.js';

const count = z.int().min(0);

/** What `PUT /internal/sample` of the catalog answers. */
const sampleAnswerSchema = z.discriminatedUnion('loaded', [
  z.object({ loaded: z.literal(false), why: z.string() }),
  z.object({
    loaded: z.literal(true),
    /** The publication's day that the sample is of. */
    day: z.string(),
    /** The edition of the day before, which can be read as a digest. */
    edition: z.string(),
    /** False when the sample of this day was there already and nothing was written. */
    written: z.boolean(),
    papers: count,
    people: count,
    votes: count,
    comments: count,
  }),
]);
export type SampleAnswer = z.output<typeof sampleAnswerSchema>;

/** The sample publication: each of three services holds a part of it. */
export const sample = {
  state: endpoint({
    service: 'catalog',
    method: 'GET',
    path: '/internal/sample',
    answer: z.object({ loaded: z.boolean(), day: z.string().optional(), today: z.string() }),
    callers: ['service'],
    repeatable: true,
    summary: 'Whether a sample is loaded, of which day, and which day it is.',
  }),
  load: endpoint({
    service: 'catalog',
    method: 'PUT',
    path: '/internal/sample',
    answer: sampleAnswerSchema,
    callers: ['service'],
    repeatable: true,
    summary: 'Loads the sample of today, or says why not; one of an earlier day is renewed.',
  }),
  remove: endpoint({
    service: 'catalog',
    method: 'DELETE',
    path: '/internal/sample',
    answer: z.object({ removed: count }),
    callers: ['service'],
    repeatable: true,
    summary: 'Removes the sample; without one nothing happens.',
  }),
  removeEditions: endpoint({
    service: 'ranking',
    method: 'DELETE',
    path: '/internal/sample',
    answer: z.object({ editions: count }),
    callers: ['service'],
    repeatable: true,
    summary: 'Removes the editions of the sample; its papers and votes leave the lists by their tombstones.',
  }),
  putSubscriber: endpoint({
    service: 'mailer',
    method: 'PUT',
    path: '/internal/sample',
    status: 204,
    callers: ['service'],
    repeatable: true,
    summary: 'Puts the confirmed subscriber of the sample in place.',
  }),
  removeSubscriber: endpoint({
    service: 'mailer',
    method: 'DELETE',
    path: '/internal/sample',
    status: 204,
    callers: ['service'],
    repeatable: true,
    summary: 'Removes the subscriber of the sample and what was delivered there.',
  }),
} as const;
