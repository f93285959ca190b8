import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordDeleted, recordObserved, topics } from '@paperboy/contracts';
import { OperatorKafka } from '@paperboy/messaging';
import { metrics } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import { type CatalogUnderTest, operator, startCatalog } from '../../test/catalog-under-test.js';
import { paperRecord } from '../../test/paper-records.js';
import type { PaperDocument } from '../paper/paper.schema.js';
import { PAPER_BYTES } from '../paper/revision.js';

describe('records on Kafka', () => {
  const namespace = uniqueNamespace();
  let catalog: CatalogUnderTest;
  let kafka: OperatorKafka;

  beforeAll(async () => {
    catalog = await startCatalog(namespace, { topics: true });
    kafka = new OperatorKafka({
      brokers: [testStack().kafkaBrokers],
      namespace,
      service: 'ingest',
      now: () => new Date(),
    });
  }, 60_000);
  afterAll(async () => {
    await kafka?.close();
    await catalog?.stop();
  });

  const paper = async (id: string) => (await catalog.call(operator, 'GET', `/internal/papers/${id}`)).body;

  it('a live record becomes a paper that arrives now, and its deletion withdraws it', async () => {
    const id = '2613.00001';
    const begun = new Date().toISOString();
    await kafka.publisher.publish(topics.records, [{ contract: recordObserved, data: paperRecord(id) }]);
    const added = await waitFor(
      () => paper(id),
      (state) => state.seq === 1,
    );
    expect(String(added.arrivedAt) >= begun.slice(0, 17)).toBe(true);
    const data = { paperId: id, source: 'arxiv-oai' as const, observedAt: '2026-11-22T00:00:00.000Z' };
    await kafka.publisher.publish(topics.records, [{ contract: recordDeleted, data }]);
    await waitFor(
      () => paper(id),
      (state) => state.withdrawnAt === data.observedAt,
    );
  });

  it('a newly announced paper is put on the list of the day with the very write that takes it, once', async () => {
    const [fresh, later, old] = ['2613.00011', '2613.00012', '2613.00013'];
    const submitUntil = new Date(Date.now() + 86_400_000).toISOString();
    const over = new Date(Date.now() - 1_000).toISOString();
    const publish = (...records: ReturnType<typeof paperRecord>[]) =>
      kafka.publisher.publish(
        topics.records,
        records.map((data) => ({ contract: recordObserved, data })),
      );
    await publish(paperRecord(fresh, { submitUntil }), paperRecord(old, { submitUntil: over }));
    const added = await waitFor(
      () => paper(fresh),
      ({ seq }) => seq === 1,
    );
    expect(added.submission).toMatchObject({ by: 'arxiv', byKind: 'feed' });
    // The catalog knows this paper before it is announced, as from an import. Only its submission is added.
    await publish(paperRecord(later));
    await publish(paperRecord(later, { submitUntil }), paperRecord(fresh, { submitUntil }));
    const submitted = await waitFor(
      () => paper(later),
      ({ submission }) => submission !== undefined,
    );
    expect(submitted).toMatchObject({ seq: 2, submission: { by: 'arxiv', byKind: 'feed' } });
    expect(await paper(fresh)).toMatchObject({ seq: 1, submission: added.submission });
    expect(await paper(old)).toMatchObject({ seq: 1 });
    expect(await paper(old)).not.toHaveProperty('submission');
  });

  it('a record whose paper could not be published is taken by nobody, and holds up none beside it', async () => {
    const importId = 'import-of-a-large-paper';
    const authors = Array.from({ length: 4_850 }, (_, n) => ({ name: `Author ${n} `.padEnd(185, 'x') }));
    const small = paperRecord('2615.00001', { importId });
    const large = paperRecord('2615.00002', { importId, authors });
    expect(JSON.stringify(large).length).toBeGreaterThan(PAPER_BYTES);
    for (const data of [small, large, paperRecord('2615.00003', { importId })])
      await kafka.publisher.publish(topics.bulkRecords, [{ contract: recordObserved, data }]);
    await kafka.publisher.publish(topics.records, [
      { contract: recordObserved, data: large },
      { contract: recordObserved, data: paperRecord('2615.00004') },
    ]);
    const tally = async () => (await catalog.call(operator, 'GET', `/internal/imports/${importId}`)).body;
    await waitFor(tally, ({ taken }) => taken === 2);
    await waitFor(
      () => paper('2615.00004'),
      (state) => state.seq === 1,
    );
    for (const { name } of [topics.records, topics.bulkRecords])
      await waitFor(
        async () => (await metrics.text()).body,
        (text) => new RegExp(`dead_letters_total{.*topic="${name}".*code="paper-too-large".*} 1`).test(text),
      );
    expect(await paper('2615.00002')).toMatchObject({ status: 404 });
  });

  it('what ingest lets in of a paper can be published, also when it is submitted and withdrawn', async () => {
    // Ingest accepts a record of at most 900,000 bytes.
    const authors = Array.from({ length: 4_500 }, (_, n) => ({ name: `Author ${n} `.padEnd(188, 'x') }));
    const record = paperRecord('2615.00005', { authors });
    expect(JSON.stringify(record).length).toBeGreaterThan(895_000);
    await kafka.publisher.publish(topics.records, [{ contract: recordObserved, data: record }]);
    await waitFor(
      () => paper('2615.00005'),
      (state) => state.seq === 1,
    );
    const data = {
      paperId: '2615.00005',
      source: 'arxiv-oai' as const,
      observedAt: '2026-11-22T00:00:00.000Z',
    };
    await kafka.publisher.publish(topics.records, [{ contract: recordDeleted, data }]);
    await waitFor(
      () => catalog.mongo.collection<PaperDocument>('papers').findOne({ _id: '2615.00005' }),
      (document) => document?.seq === 2 && document.pendingSince === undefined,
    );
    const document = await catalog.mongo.collection<PaperDocument>('papers').findOne({ _id: '2615.00005' });
    expect(document).not.toHaveProperty('setAside');
  });

  it('the records of an import are taken, counted and published, and arrive when they were published', async () => {
    const importId = 'import-over-kafka';
    const many = 3_000;
    const events = Array.from({ length: many }, (_, index) => ({
      contract: recordObserved,
      data: paperRecord(`2614.${String(index + 1).padStart(5, '0')}`, { importId }),
    }));
    for (let at = 0; at < many; at += 500) {
      await kafka.publisher.publish(topics.bulkRecords, events.slice(at, at + 500));
    }
    const tally = async () => (await catalog.call(operator, 'GET', `/internal/imports/${importId}`)).body;
    const done = await waitFor(tally, ({ taken }) => taken === many, { timeoutMs: 40_000 });
    expect(done).toMatchObject({ importId, taken: many, new: many, changed: 0, unchanged: 0 });
    expect(await paper('2614.00007')).toMatchObject({ arrivedAt: '2026-11-18T10:00:00.000Z' });
    const before = new Date().toISOString();
    const positions = () => catalog.call(operator, 'GET', `/internal/papers/positions?before=${before}`);
    // Editions do not wait for papers of imports, so these may be published later than it is settled.
    await waitFor(
      positions,
      ({ body }) => body.settled === true && Object.keys(body.positions as object).length === 12,
      { timeoutMs: 40_000 },
    );
    await waitFor(
      () => catalog.mongo.collection<PaperDocument>('papers').countDocuments({ bulk: { $exists: true } }),
      (count) => count === 0,
      { timeoutMs: 40_000 },
    );
  }, 90_000);
});
