import { describe, expect, it } from '@jest/globals';
import { oaiError, oaiPage } from '../../test/arxiv-documents.js';
import { asking } from '../../test/asking.js';
import { fakePaper } from '../../test/fake-paper.js';
import { OaiSource } from './oai.source.js';
import type { Cursor, SourceFailure } from './source.js';

const NOW = new Date('2026-11-26T10:00:00.000Z');
const RESPONSE = '2026-11-26T09:59:00Z';

const source = (different: object = {}) =>
  new OaiSource({
    baseUrl: 'https://oai.example/oai',
    set: 'cs:cs:CL',
    format: 'arXivRaw',
    from: '2026-11-24',
    submitFrom: new Set(['cs.CL']),
    ...different,
  });

const page = (ids: string[], token?: string, changed = '2026-11-25') =>
  oaiPage(
    RESPONSE,
    ids.map((id) => fakePaper(id, { changed })),
    'arXivRaw',
    {
      ...(token !== undefined && { token }),
    },
  );

async function failureOf(reading: Promise<unknown>): Promise<SourceFailure> {
  return reading.then(
    () => {
      throw new Error('It did not fail.');
    },
    (failure: SourceFailure) => failure,
  );
}

describe('a list over OAI-PMH', () => {
  it('is asked for by set and day, then by its tokens, and goes on next time at the day of its first answer', async () => {
    const { ask, urls } = asking(page(['2611.00001'], 'from=a&skip=1'), page(['2611.00002'], ''));
    const first = await source().next(undefined, ask, NOW);
    expect(Object.fromEntries(urls[0]?.searchParams ?? [])).toEqual({
      verb: 'ListRecords',
      metadataPrefix: 'arXivRaw',
      set: 'cs:cs:CL',
      from: '2026-11-24',
    });
    expect(first).toMatchObject({ done: false, records: [{ paperId: '2611.00001' }] });
    const second = await source().next(first.next, ask, NOW);
    expect(Object.fromEntries(urls[1]?.searchParams ?? [])).toEqual({
      verb: 'ListRecords',
      resumptionToken: 'from=a&skip=1',
    });
    expect(second).toMatchObject({ done: true, next: { from: '2026-11-26' } });
  });

  it('gives records with their versions, names, dates and words', async () => {
    const paper = fakePaper('2611.00003', {
      title: 'Na{\\"i}ve kites of $\\alpha$',
      versions: [new Date('2026-11-20T15:04:05Z'), new Date('2026-11-24T15:04:05Z')],
      comments: 'v2: one kite more',
      doi: '10.1000/kite',
    });
    const { ask } = asking(oaiPage(RESPONSE, [paper], 'arXivRaw'));
    const { records } = await source().next(undefined, ask, NOW);
    expect(records[0]).toMatchObject({
      paperId: '2611.00003',
      source: 'arxiv-oai',
      observedAt: NOW.toISOString(),
      version: 2,
      title: 'Naïve kites of $\\alpha$',
      asGiven: { title: 'Na{\\"i}ve kites of $\\alpha$' },
      summary: 'We fly a kite & see that $a < b$.',
      authors: [{ name: 'Ines Brook' }, { name: 'Tomás Ferreira' }],
      categories: ['cs.CL'],
      publishedAt: '2026-11-20T15:04:05.000Z',
      updatedAt: '2026-11-24T15:04:05.000Z',
      modifiedAt: '2026-11-25T00:00:00.000Z',
      comment: 'v2: one kite more',
      doi: '10.1000/kite',
      withdrawn: false,
    });
  });

  it('has parts of names and affiliations in the format arXiv, where a colon is no author', async () => {
    const authors = [
      { family: 'The KITE Collaboration', given: '' },
      { family: ':', given: '' },
      { family: 'Brook', given: 'Ines', affiliation: 'School of Kites' },
    ];
    const { ask } = asking(oaiPage(RESPONSE, [fakePaper('2611.00004', { authors })], 'arXiv'));
    const { records } = await source({ format: 'arXiv' }).next(undefined, ask, NOW);
    expect(records[0]?.authors).toEqual([
      { name: 'The KITE Collaboration' },
      { name: 'Ines Brook', family: 'Brook', given: 'Ines', affiliations: ['School of Kites'] },
    ]);
  });

  it('marks newly announced papers to be submitted, and none that was only touched', async () => {
    const fresh = fakePaper('2611.00005');
    const others = [
      fakePaper('2611.00006', { categories: ['stat.ML', 'cs.CL'] }),
      fakePaper('2611.00007', {
        versions: [new Date('2026-11-23T01:00:00Z'), new Date('2026-11-24T01:00:00Z')],
      }),
      fakePaper('2103.00001', { versions: [new Date('2021-03-01T00:00:00Z')] }),
      fakePaper('2611.00008', { changed: '2026-11-20' }),
    ];
    const { ask } = asking(oaiPage(RESPONSE, [fresh, ...others], 'arXivRaw'));
    const { records } = await source().next(undefined, ask, NOW);
    expect(records.map(({ submitUntil }) => submitUntil)).toEqual([
      '2026-11-29T00:00:00.000Z',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(records[0]?.announcement).toEqual({ kind: 'new', at: '2026-11-25T00:00:00.000Z' });
  });

  it('tells of deleted records, and of those that are none beside good ones', async () => {
    const papers = [
      fakePaper('2611.00009', { deleted: true }),
      fakePaper('2611.00010', { categories: ['no category!'] }),
      fakePaper('2611.00011'),
    ];
    const { ask } = asking(oaiPage(RESPONSE, papers, 'arXivRaw'));
    const read = await source().next(undefined, ask, NOW);
    expect(read.deletions).toEqual([{ paperId: '2611.00009' }]);
    expect(read.refused).toEqual([{ id: 'oai:arXiv.org:2611.00010', code: 'categories-invalid' }]);
    expect(read.records).toHaveLength(1);
  });

  it('ends well when no records match, and goes on at that day', async () => {
    const { ask } = asking(oaiError(RESPONSE, 'noRecordsMatch', 'None.'));
    const read = await source().next(undefined, ask, NOW);
    expect(read).toMatchObject({ records: [], done: true, next: { from: '2026-11-26' } });
  });
});

describe('a token of OAI-PMH', () => {
  const cursor: Cursor = {
    from: '2026-11-24',
    token: 'old',
    tokenUntil: '2026-11-27T00:00:00.000Z',
    since: '2026-11-26T09:00:00.000Z',
    readTo: '2026-11-25',
    ordered: true,
  };

  it('that has expired is not sent: the list goes on at the last day that was read', async () => {
    const { ask, urls } = asking(page(['2611.00001'], ''));
    const read = await source().next(cursor, ask, new Date('2026-11-27T00:00:01.000Z'));
    expect(urls[0]?.searchParams.get('from')).toBe('2026-11-25');
    expect(urls[0]?.searchParams.has('resumptionToken')).toBe(false);
    // The date of the list's first answer, since papers that changed after it may be on pages that were read before.
    expect(read.next).toEqual({ from: '2026-11-26' });
  });

  it('of a list that is in no order leads back to its beginning', async () => {
    const { ask, urls } = asking(page(['2611.00001'], ''));
    await source().next({ ...cursor, ordered: false }, ask, new Date('2026-11-27T00:00:01.000Z'));
    expect(urls[0]?.searchParams.get('from')).toBe('2026-11-24');
  });

  it('expires when the archive says so, or else at the next 00:00 UTC', async () => {
    const { ask } = asking(page(['2611.00001'], 'a'));
    expect((await source().next(undefined, ask, NOW)).next.tokenUntil).toBe('2026-11-27T00:00:00.000Z');
    const until = '2026-11-26T11:00:00Z';
    const said = oaiPage(RESPONSE, [fakePaper('2611.00001')], 'arXivRaw', { token: 'a', until });
    for (const text of [said, said.replace('expirationDate=', 'expires=')]) {
      const { next } = await source().next(undefined, asking(text).ask, NOW);
      expect(next.tokenUntil).toBe('2026-11-26T11:00:00.000Z');
    }
  });

  it.each([
    ['as an error', { body: Buffer.from(oaiError(RESPONSE, 'badResumptionToken', 'invalid or expired')) }],
    [
      'with a 500 and words',
      { status: 500, body: Buffer.from('Database error (the result may have expired)') },
    ],
  ])('that is refused %s begins the list anew, later each time', async (_how, answer) => {
    const failure = await failureOf(source().next(cursor, asking(answer).ask, NOW));
    expect(failure).toMatchObject({
      code: 'token-refused',
      next: { from: '2026-11-25', since: '2026-11-26T09:00:00.000Z', restarts: 1 },
      retryAt: new Date('2026-11-26T10:01:00.000Z'),
    });
    const again = { ...cursor, restarts: 3 };
    const later = await failureOf(source().next(again, asking(answer).ask, NOW));
    expect(later.retryAt).toEqual(new Date('2026-11-26T10:08:00.000Z'));
  });

  it('that comes again ends with an error, and is not followed for ever', async () => {
    const { ask } = asking(page(['2611.00001'], 'a'), page(['2611.00002'], 'b'), page(['2611.00003'], 'a'));
    const first = await source().next(undefined, ask, NOW);
    const second = await source().next(first.next, ask, NOW);
    const failure = await failureOf(source().next(second.next, ask, NOW));
    expect(failure).toMatchObject({ code: 'token-repeats', next: { from: '2026-11-25', restarts: 1 } });
  });
});

describe('an answer of OAI-PMH that is none', () => {
  it.each([
    ['an empty body', { body: Buffer.from('') }, 'answer-empty'],
    ['an empty list', oaiPage(RESPONSE, [], 'arXivRaw'), 'page-empty'],
    ['half a page', page(['2611.00001', '2611.00002']).slice(0, -300), 'answer-truncated'],
    ['a page of another kind', '<html><body>Hello</body></html>', 'answer-foreign'],
    ['another error', oaiError(RESPONSE, 'badArgument', 'No such set'), 'source-refused'],
    ['a 500 with words', { status: 500, body: Buffer.from('Something broke') }, 'source-broken'],
    ['a 404', { status: 404, body: Buffer.from('<html><body/></html>') }, 'source-refused'],
    ['neither records nor errors', '<OAI-PMH><responseDate>x</responseDate></OAI-PMH>', 'answer-foreign'],
  ])('fails and leaves the cursor where it is: %s', async (_what, answer, code) => {
    const failure = await failureOf(source().next(undefined, asking(answer).ask, NOW));
    expect(failure).toMatchObject({ name: 'Error', code });
    expect(failure.next).toBeUndefined();
  });

  it('costs no record but those whose bytes are broken', async () => {
    const bytes = Buffer.from(page(['2611.00001', '2611.00002']));
    bytes[bytes.indexOf('Kites that')] = 0xff;
    const read = await source().next(undefined, asking({ body: bytes }).ask, NOW);
    expect(read.records.map(({ paperId }) => paperId)).toEqual(['2611.00002']);
    expect(read.refused).toEqual([{ id: 'oai:arXiv.org:2611.00001', code: 'not-utf8' }]);
  });
});
