import { z } from 'zod';

/** The id of a comment: opaque, at most 40 characters of base64url. */
export const commentIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'expected the id of a comment');
