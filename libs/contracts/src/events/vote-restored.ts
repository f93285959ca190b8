import { defineEvent } from '../event.js';
import { voteKey, voteStateSchema } from './vote.js';

/** A vote that was set aside counts again as it was decided first. */
export const voteRestored = defineEvent({
  type: 'vote.restored',
  summary: 'A vote that was set aside counts again as it was decided first.',
  schema: voteStateSchema,
  keyOf: voteKey,
});
