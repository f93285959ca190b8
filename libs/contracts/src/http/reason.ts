import { z } from 'zod';
import { lineSchema } from '../values/clean.js';

/** Why a curator or an admin does something. */
export const reasonSchema = lineSchema(300).meta({
  description: 'Why, in at most 300 characters. The audit log keeps it.',
});

/** The body of an act that may be done without a reason. */
export const reasonBodySchema = z.object({ reason: reasonSchema.optional() }).optional();
