import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Identity, ServiceClients, SystemClock } from '@paperboy/platform';
import { FakeCatalog } from '../../test/fake-catalog.server.js';
import { NewPapers } from './new-papers.client.js';

const NOWHERE = 'http://127.0.0.1:9';
const edition = { id: 'week-2026-W47', cadence: 'week', period: '2026-W47', sample: false } as const;

describe('new papers', () => {
  let catalog: FakeCatalog;
  let clients: ServiceClients;
  let papers: NewPapers;

  beforeEach(async () => {
    catalog = await new FakeCatalog().start();
    const addresses = { INGEST_URL: [NOWHERE], RANKING_URL: [NOWHERE], MAILER_URL: [NOWHERE] };
    const identity = new Identity({ SERVICE_SECRET: 'a secret of 32 characters or more' }, new SystemClock());
    const self = { kind: 'service', name: 'mailer' } as const;
    clients = new ServiceClients({ ...addresses, CATALOG_URL: [catalog.url] }, identity, self);
    papers = new NewPapers(clients);
  });
  afterEach(async () => {
    await clients.onApplicationShutdown();
    await catalog.stop();
  });

  it('are asked for once for all readers, over the days of the period', async () => {
    catalog.finds.set('diffusion', ['2611.00007']);
    for (let reader = 0; reader < 3; reader += 1) {
      const found = await papers.found(edition, ['diffusion', 'nothing', 'diffusion']);
      expect(found.get('diffusion')).toMatchObject([{ upvotes: 1, paper: { id: '2611.00007' } }]);
      expect(found.get('nothing')).toEqual([]);
    }
    const days = { from: '2026-11-16', to: '2026-11-22' };
    expect(catalog.asked).toEqual([
      { search: 'diffusion', ...days },
      { search: 'nothing', ...days },
    ]);
  });

  it('are asked for in portions, and again where the catalog had no time', async () => {
    catalog.atOnce = 7;
    const searches = Array.from({ length: 120 }, (_, nth) => `word${nth}`);
    const found = await papers.found(edition, searches);
    expect([...found.keys()].sort()).toEqual([...searches].sort());
    expect(catalog.asked).toHaveLength(120);
  });

  it('of the sample are asked for each time, since it is made anew under the same name', async () => {
    await papers.found({ ...edition, sample: true }, ['moth']);
    await papers.found({ ...edition, sample: true }, ['moth']);
    expect(catalog.asked).toHaveLength(2);
  });
});
