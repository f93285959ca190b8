import { describe, expect, it } from '@jest/globals';
import type { PaperRecord } from '@paperboy/contracts';
import fc from 'fast-check';
import { judge, type KnownPaper, newerElsewhere } from '../../services/catalog/src/paper/revision.js';
import { AtomSource } from '../../services/ingest/src/source/atom.source.js';
import { OaiSource } from '../../services/ingest/src/source/oai.source.js';
import { RssSource } from '../../services/ingest/src/source/rss.source.js';
import { parseLine } from '../../services/ingest/src/source/snapshot.js';
import type { Source } from '../../services/ingest/src/source/source.js';
import { atomFeed, oaiPage, rssFeed } from '../../services/ingest/test/arxiv-documents.js';
import { asking } from '../../services/ingest/test/asking.js';
import { type FakePaper, fakePaper } from '../../services/ingest/test/fake-paper.js';

const ID = '2611.00042';
const submitFrom = new Set(['cs.CL']);
const first = new Date('2026-11-23T15:00:00Z');
const second = new Date('2026-11-25T09:00:00Z');

/** The same paper on four days: announced, in the archive, touched, and in a second version. */
const days: readonly { readonly now: string; readonly paper: FakePaper }[] = [
  {
    now: '2026-11-25T05:30:00.000Z',
    paper: fakePaper(ID, {
      versions: [first],
      changed: '2026-11-25',
      announced: { kind: 'new', at: new Date('2026-11-25T05:00:00Z') },
    }),
  },
  { now: '2026-11-25T09:00:00.000Z', paper: fakePaper(ID, { versions: [first], changed: '2026-11-25' }) },
  {
    now: '2026-11-26T03:00:00.000Z',
    paper: fakePaper(ID, { versions: [first], changed: '2026-11-26', doi: '10.1000/kite' }),
  },
  {
    now: '2026-11-27T03:00:00.000Z',
    paper: fakePaper(ID, { versions: [first, second], changed: '2026-11-27', title: 'Kites, again' }),
  },
];

async function recordFrom(source: Source, answer: string, now: string): Promise<PaperRecord[]> {
  return [...(await source.next(undefined, asking(answer).ask, new Date(now))).records];
}

/** What every source said of the paper on the first days. */
async function allRecords(until: number): Promise<PaperRecord[]> {
  const found: PaperRecord[] = [];
  for (const { now, paper } of days.slice(0, until)) {
    const oai = { baseUrl: 'http://x/oai', format: 'arXivRaw', from: '2026-11-24', submitFrom } as const;
    found.push(...(await recordFrom(new OaiSource(oai), oaiPage(now, [paper], 'arXivRaw'), now)));
    found.push(
      ...(await recordFrom(new OaiSource({ ...oai, format: 'arXiv' }), oaiPage(now, [paper], 'arXiv'), now)),
    );
    const atom = new AtomSource({ baseUrl: 'http://x/api', ids: [ID] });
    found.push(...(await recordFrom(atom, atomFeed([paper], { total: 1, start: 0 }), now)));
    if (paper.announced) {
      const rss = new RssSource({ baseUrl: 'http://x/rss', categories: ['cs.CL'], submitFrom });
      found.push(...(await recordFrom(rss, rssFeed([paper]), now)));
    }
    const versions = paper.versions.map((at, index) => ({
      version: `v${index + 1}`,
      created: at.toUTCString(),
    }));
    const line = {
      id: ID,
      title: paper.title,
      abstract: paper.abstract,
      authors: "Ines Brook (School of Kites), Tom\\'as Ferreira",
      // The archive separated the names only later.
      ...(paper.doi && {
        authors_parsed: [
          ['Brook', 'Ines', '', 'School of Kites'],
          ['Ferreira', "Tom\\'as", ''],
        ],
      }),
      categories: 'cs.CL',
      versions,
      update_date: paper.changed,
      ...(paper.doi && { doi: paper.doi }),
    };
    const parsed = parseLine(Buffer.from(JSON.stringify(line)), 'import', now);
    if ('record' in parsed) found.push(parsed.record);
  }
  // Told apart by when they were observed, as records of different reads are.
  return found.map((record, index) => ({
    ...record,
    // Every third comes from a list of another site, some of them seen at the same time.
    ...(index % 3 === 0 && { elsewhere: saidElsewhere(index) }),
    observedAt: new Date(Date.parse(record.observedAt) + index).toISOString(),
  }));
}

function saidElsewhere(index: number) {
  // On several days the same, with something else in between.
  const seenAt = `2026-11-2${5 + (index % 4)}T12:00:00.000Z`;
  return { site: 'papers.example', day: '2026-11-25', upvotes: 7 * (index % 2), seenAt };
}

function apply(known: KnownPaper | undefined, record: PaperRecord): KnownPaper | undefined {
  const revision = judge(known, record, 'live');
  if (revision.outcome === 'unchanged') {
    const elsewhere = newerElsewhere(known, record);
    return known && elsewhere ? { ...known, state: { ...known.state, elsewhere } } : known;
  }
  return {
    seq: (known?.seq ?? 0) + 1,
    digest: revision.digest,
    observedAt: record.observedAt,
    ...(record.modifiedAt && { modifiedAt: record.modifiedAt }),
    ...(record.approximateDates ? { approximate: true } : {}),
    state: { ...revision.state, arrivedAt: 'at first' },
  };
}

describe('what all sources say of a paper', () => {
  // After one day, of which the announcement has other dates than the archive, and after all of them.
  it('keeps the day of its first announcement, when a feed repeats it under a fresh date', async () => {
    const [yesterday] = days;
    const feedOf = (at: string) =>
      rssFeed([{ ...(yesterday?.paper as FakePaper), announced: { kind: 'new', at: new Date(at) } }]);
    const rss = new RssSource({ baseUrl: 'http://x/rss', categories: ['cs.CL'], submitFrom });
    const said = await Promise.all(
      ['2026-11-25T05:00:00Z', '2026-11-26T05:00:00Z'].map((at) => recordFrom(rss, feedOf(at), at)),
    );
    for (const order of [said.flat(), said.flat().toReversed()])
      expect(order.reduce<KnownPaper | undefined>(apply, undefined)?.state).toMatchObject({
        publishedAt: '2026-11-25T05:00:00.000Z',
      });
  });

  it.each([
    [1, 5, { version: 1, updatedAt: first.toISOString() }],
    [4, 17, { version: 2, title: 'Kites, again', updatedAt: second.toISOString() }],
  ])(
    'ends, after day %d, in the same paper in any order and with any repetition',
    async (until, count, known) => {
      const records = await allRecords(until);
      expect(records).toHaveLength(count);
      const end = (order: readonly PaperRecord[]) =>
        order.reduce<KnownPaper | undefined>(apply, undefined)?.state;
      const expected = end(records);
      expect(expected).toMatchObject({ ...known, publishedAt: first.toISOString() });
      const orders = fc.shuffledSubarray([...records, ...records], { minLength: records.length * 2 });
      fc.assert(
        fc.property(orders, (order) => {
          expect(end(order)).toEqual(expected);
        }),
        { numRuns: 300 },
      );
    },
  );
});
