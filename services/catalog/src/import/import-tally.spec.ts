import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PaperRecord, paperStateSchema } from '@paperboy/contracts';
import { uniqueNamespace } from '@paperboy/testing';
import fc from 'fast-check';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import type { PaperDocument } from '../paper/paper.schema.js';
import { PaperStore } from '../paper/paper.store.js';
import { type BulkRecord, ImportTallyStore } from './import-tally.store.js';

describe('records in the catalog', () => {
  let catalog: CatalogUnderTest;
  let imports: ImportTallyStore;
  let papers: PaperStore;
  let count = 0;

  beforeAll(async () => {
    catalog = await startCatalog(uniqueNamespace());
    imports = catalog.app.get(ImportTallyStore);
    papers = catalog.app.get(PaperStore);
  });
  afterAll(() => catalog?.stop());

  const newIds = (many: number): string[] =>
    Array.from({ length: many }, () => {
      count += 1;
      return `2612.${String(count).padStart(5, '0')}`;
    });
  const newImport = (): string => {
    count += 1;
    return `import-${count}`;
  };
  const stored = (paperId: string) =>
    catalog.mongo.collection<PaperDocument>('papers').findOne({ _id: paperId });
  const bulk = (importId: string, records: PaperRecord[], firstOffset = 0): BulkRecord[] =>
    records.map((record, index) => {
      const offset = firstOffset + index;
      return {
        paperId: record.paperId,
        record,
        importId,
        offset,
        position: { importId, partition: 3, offset },
      };
    });
  const tally = async (importId: string) =>
    (await catalog.call(operator, 'GET', `/internal/imports/${importId}`)).body;

  it('a new paper is kept to the letter, dollar signs and all, with one event that the contract accepts', async () => {
    const [paperId = ''] = newIds(1);
    const record = paperRecord(paperId, { title: '$\\alpha$ and $$ROOT', license: '$literal' });
    expect(await papers.take([{ paperId, record }], 'live')).toEqual(['new']);
    const paper = await stored(paperId);
    expect(paper?.state).toMatchObject({ title: '$\\alpha$ and $$ROOT', license: '$literal' });
    expect(paper).toHaveProperty('pending.length', 1);
    expect(paper).toHaveProperty('pending.0.type', 'paper.added');
    const [event] = (paper as unknown as { pending: { data: unknown }[] }).pending;
    expect(paperStateSchema.parse(event?.data)).toMatchObject({ id: paperId, seq: 1, sample: false });
    // Only services may read this, as people reach the catalog through web.
    expect((await catalog.call(undefined, 'GET', `/internal/papers/${paperId}`)).status).toBe(401);
    const answer = await catalog.call(operator, 'GET', `/internal/papers/${paperId}`);
    expect(answer.body).toEqual(event?.data);
  });

  it('what says nothing new writes nothing', async () => {
    const [paperId = ''] = newIds(1);
    await papers.take([{ paperId, record: paperRecord(paperId) }], 'live');
    const before = await stored(paperId);
    const later = paperRecord(paperId, { observedAt: '2026-11-21T08:00:00.000Z' });
    expect(await papers.take([{ paperId, record: later }], 'live')).toEqual(['unchanged']);
    expect((await stored(paperId))?.seq).toBe(before?.seq);
  });

  it('a record that is taken many times at once is new once and one event', async () => {
    const [paperId = ''] = newIds(1);
    const record = paperRecord(paperId);
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, () => papers.take([{ paperId, record }], 'live')),
    );
    expect((await stored(paperId))?.seq).toBe(1);
    expect(outcomes.flat().filter((outcome) => outcome === 'new').length).toBeLessThanOrEqual(1);
  });

  it('a deletion marks the paper as withdrawn', async () => {
    const [paperId = ''] = newIds(1);
    await papers.take([{ paperId, record: paperRecord(paperId) }], 'live');
    const observedAt = '2026-11-22T08:00:00.000Z';
    const record = { paperId, source: 'arxiv-oai' as const, observedAt };
    expect(await papers.take([{ paperId, record }], 'live')).toEqual(['changed']);
    expect(await stored(paperId)).toMatchObject({ seq: 2, state: { withdrawnAt: observedAt, version: 1 } });
  });

  it('an import counts each record once, and the same paper twice in a batch as two', async () => {
    const [a = '', b = ''] = newIds(2);
    const importId = newImport();
    const records = [
      paperRecord(a),
      paperRecord(b),
      paperRecord(a, { version: 2, title: 'Two' }),
      paperRecord(b),
    ];
    await imports.take(3, bulk(importId, records));
    const counts = { taken: 4, new: 2, changed: 1, unchanged: 1 };
    expect(await tally(importId)).toEqual({ importId, ...counts, yielding: false });
    await imports.take(3, bulk(importId, records));
    expect(await tally(importId)).toMatchObject({ taken: 4, new: 2, changed: 1, unchanged: 1 });
  });

  it('a crash between the papers and the tally, and a replay in other batches, count everything exactly', async () => {
    const ids = newIds(60);
    const importId = newImport();
    const records = bulk(
      importId,
      ids.map((id) => paperRecord(id)),
    );
    // These papers were written by the killed process, which did not count them.
    await papers.take(records.slice(0, 37), 'bulk');
    await imports.take(3, records.slice(0, 11));
    await imports.take(3, records.slice(5, 45));
    await imports.take(3, records.slice(0, 60));
    expect(await tally(importId)).toMatchObject({ taken: 60, new: 60, changed: 0, unchanged: 0 });
  });

  it('two consumers that hold a partition at the same time count nothing twice and leave nothing out', async () => {
    const ids = newIds(80);
    const importId = newImport();
    const records = bulk(
      importId,
      ids.map((id) => paperRecord(id)),
    );
    await Promise.all([
      imports.take(3, records),
      imports.take(3, records.slice(0, 20)).then(() => imports.take(3, records.slice(20))),
      imports.take(3, records.slice(0, 50)),
    ]);
    expect(await tally(importId)).toMatchObject({ taken: 80, new: 80 });
  });

  it('whatever is cut off and replayed, the tally is that of one undisturbed run', async () => {
    const step = fc.record({ from: fc.nat(11), to: fc.integer({ min: 1, max: 12 }), crash: fc.boolean() });
    const content = fc.record({ paper: fc.nat(3), version: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(content, { minLength: 12, maxLength: 12 }),
        fc.array(step, { maxLength: 6 }),
        async (contents, steps) => {
          const run = async (replays: typeof steps) => {
            const ids = newIds(4);
            const importId = newImport();
            const records = bulk(
              importId,
              contents.map(({ paper, version }) =>
                paperRecord(ids[paper] ?? '', { version, title: `v${version}` }),
              ),
            );
            let reached = 0;
            for (const { from, to, crash } of replays) {
              // Kafka may deliver records again from any earlier offset, but never skips one.
              const start = Math.min(from, reached);
              const batch = records.slice(start, Math.max(to, start));
              if (crash) {
                // A kill in the middle of a run: the papers are written, the tally is not.
                const next = records.slice(reached);
                const distinct = next.filter(
                  ({ paperId }, at) => next.findIndex((one) => one.paperId === paperId) === at,
                );
                const cut = next.findIndex((one, at) => distinct[at] !== one);
                await papers.take(next.slice(0, Math.min(3, cut < 0 ? 3 : cut)), 'bulk');
              } else {
                await imports.take(3, batch);
                reached = Math.max(reached, start + batch.length);
              }
            }
            await imports.take(3, records.slice(0));
            const { importId: _, ...counts } = await imports.tally(importId);
            return counts;
          };
          expect(await run(steps)).toEqual(await run([]));
        },
      ),
      { numRuns: 30 },
    );
  });
});
