import { defineEvent } from '../event.js';
import { voteKey, voteStateSchema } from './vote.js';

/** A person took an upvote back. */
export const voteWithdrawn = defineEvent({
  type: 'vote.withdrawn',
  summary: 'A person took an upvote back.',
  schema: voteStateSchema,
  keyOf: voteKey,
});
