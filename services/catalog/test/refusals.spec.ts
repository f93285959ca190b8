import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AllowedCaller, type Endpoint, endpoints, targetOf } from '@paperboy/contracts';
import type { Caller } from '@paperboy/platform';
import { uniqueNamespace } from '@paperboy/testing';
import { type CatalogUnderTest, startCatalog } from './catalog-under-test.js';

const person = (role: 'reader' | 'curator' | 'admin'): Caller => ({
  kind: 'person',
  id: `the-${role}`,
  handle: `the-${role}`,
  name: role,
  role,
});

/** Callers, and what each of them may be called in a contract. */
const CALLERS: readonly (readonly [Caller | undefined, readonly AllowedCaller[]])[] = [
  [undefined, ['anyone']],
  [person('reader'), ['anyone', 'person']],
  [person('curator'), ['anyone', 'person', 'curator']],
  [{ kind: 'service', name: 'web' }, ['anyone', 'service', 'web']],
  [{ kind: 'service', name: 'mailer' }, ['anyone', 'service', 'mailer']],
  [{ kind: 'service', name: 'ranking' }, ['anyone', 'service']],
];
/** What fits every parameter of a path, as far as its form goes. */
const PARAMS = new Proxy({}, { get: () => 'x', ownKeys: () => [] });

describe('the catalog', () => {
  let catalog: CatalogUnderTest;
  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
  }, 60_000);
  afterAll(() => catalog?.stop());

  const guarded = endpoints.filter(({ service, callers }) => service === 'catalog' && callers !== 'everyone');

  it.each(guarded.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s refuses those who may not',
    async (_name, endpoint: Endpoint) => {
      for (const [caller, names] of CALLERS) {
        if (names.some((name) => endpoint.callers.includes(name as never))) continue;
        const answer = await catalog.call(caller, endpoint.method, targetOf(endpoint, { params: PARAMS }));
        const refused = caller === undefined ? [401, 'unauthorized'] : [403, 'not-allowed'];
        expect([caller, answer.status, answer.body.code]).toEqual([caller, ...refused]);
      }
    },
  );
});
