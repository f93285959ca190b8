import { defineEvent } from '../event.js';
import { voteKey, voteStateSchema } from './vote.js';

/** A person upvoted a paper. */
export const voteCast = defineEvent({
  type: 'vote.cast',
  summary: 'A person upvoted a paper.',
  schema: voteStateSchema,
  keyOf: voteKey,
});
