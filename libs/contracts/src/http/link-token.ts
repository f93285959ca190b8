import { z } from 'zod';

/** The token in the link of a mail, by which its reader is known. */
export const tokenSchema = z.object({ token: z.string().min(1).max(64) });
