import { account } from './account.js';
import { audit } from './audit.js';
import { changes } from './changes.js';
import { claims } from './claims.js';
import { comments } from './comments.js';
import { digestPages } from './digest-pages.js';
import { digestVotes } from './digest-votes.js';
import { editions } from './editions.js';
import type { Endpoint } from './endpoint.js';
import { feeds } from './feeds.js';
import { holdings } from './holdings.js';
import { institutions } from './institutions.js';
import { lists } from './lists.js';
import { mail } from './mail.js';
import { managedSubscriptions } from './managed-subscriptions.js';
import { moderation } from './moderation.js';
import { notices } from './notices.js';
import { operations } from './operations.js';
import { papers } from './papers.js';
import { passkeys } from './passkeys.js';
import { people } from './people.js';
import { rings } from './rings.js';
import { sample } from './sample.js';
import { search } from './search.js';
import { settings } from './settings.js';
import { shelf } from './shelf.js';
import { signIn } from './sign-in.js';
import { sources } from './sources.js';
import { subscribers } from './subscribers.js';
import { subscriptions } from './subscriptions.js';
import { suppressions } from './suppressions.js';
import { suspensions } from './suspensions.js';
import { votes } from './votes.js';
import { webhooks } from './webhooks.js';

/** Every endpoint of every service, by resource. */
export const resources = {
  lists,
  papers,
  votes,
  shelf,
  changes,
  claims,
  notices,
  comments,
  moderation,
  suspensions,
  rings,
  audit,
  subscriptions,
  managedSubscriptions,
  digestPages,
  digestVotes,
  subscribers,
  suppressions,
  editions,
  feeds,
  people,
  signIn,
  settings,
  account,
  passkeys,
  institutions,
  mail,
  webhooks,
  operations,
  sources,
  sample,
  search,
  holdings,
} as const;

/** Every endpoint of every service. */
export const endpoints: readonly Endpoint[] = Object.values(resources).flatMap((resource) =>
  Object.values<Endpoint>(resource),
);
