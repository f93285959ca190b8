import { defineEvent } from '../event.js';
import { voteKey, voteStateSchema } from './vote.js';

/** Curators set a vote aside: it does not count until it is restored. */
export const voteSetAside = defineEvent({
  type: 'vote.set-aside',
  summary: 'Curators set a vote aside: it does not count until it is restored.',
  schema: voteStateSchema,
  keyOf: voteKey,
});
