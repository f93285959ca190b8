import { z } from 'zod';
import { defineEvent } from '../event.js';
import { personIdSchema, seqSchema } from '../ids.js';

/** The public state of a person. It never has a mail address. */
export const personStateSchema = z.object({
  id: personIdSchema,
  seq: seqSchema,
  handle: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  sample: z.boolean(),
});
export type PersonState = z.infer<typeof personStateSchema>;

/** A person appeared, or changed the public name or handle. A tombstone follows when the account is deleted. */
export const personChanged = defineEvent({
  type: 'person.changed',
  summary: 'A person appeared, or changed the public name or handle.',
  schema: personStateSchema,
  keyOf: (person) => person.id,
});
