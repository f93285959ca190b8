import { comments } from './comments.js';
import { editions } from './editions.js';
import type { Endpoint } from './endpoint.js';
import { lists } from './lists.js';
import { operations } from './operations.js';
import { papers } from './papers.js';
import { people, signIn } from './people.js';
import { sample } from './sample.js';
import { subscriptions } from './subscriptions.js';
import { votes } from './votes.js';

/** Every endpoint of every service, by resource. */
export const resources = {
  lists,
  papers,
  votes,
  comments,
  subscriptions,
  editions,
  people,
  signIn,
  operations,
  sample,
} as const;

/** Every endpoint of every service. */
export const endpoints: readonly Endpoint[] = Object.values(resources).flatMap((resource) =>
  Object.values<Endpoint>(resource),
);
