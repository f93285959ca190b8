import { createServer, type Server } from 'node:http';
import { type EditionPage, editions, type ListAnswer, lists } from '@paperboy/contracts';

/** Where the contract has the papers of an edition. */
const PAPERS = new RegExp(`^${editions.papers.path.replace('{id}', '([^/]+)')}\\?`);

/** Where it has the list of a day. */
const DAY = `${lists.read.path.replace('{list}', 'day')}?`;

/** Stands in for ranking: closed editions over HTTP, on a real socket. */
export class FakeRanking {
  private readonly editions = new Map<string, EditionPage>();
  private server: Server | undefined;
  url = '';
  /** The list of the day, whichever is asked for; without papers there is none. */
  today: ListAnswer['items'] = [];

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      const { url = '' } = request;
      const found = url.startsWith(DAY)
        ? this.list()
        : url.startsWith(lists.standings.path)
          ? { standings: [] }
          : this.editions.get(PAPERS.exec(url)?.[1] ?? '');
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? { code: 'edition-not-found', detail: 'No such edition.' }));
    });
    this.server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    if (address && typeof address === 'object') this.url = `http://127.0.0.1:${address.port}`;
    return this;
  }

  /**
   * Closes the list of a day with so many papers. Its day ends at the noon after it unless told otherwise, so that who
   * confirmed in the morning was there before.
   */
  close(day: string, papers = 2, end?: string): string {
    const id = `day-${day}`;
    const moment = end ?? new Date(Date.parse(`${day}T12:00:00.000Z`) + 86_400_000).toISOString();
    this.editions.set(id, {
      edition: {
        id,
        seq: 1,
        cadence: 'day',
        period: day,
        startsAt: moment,
        endsAt: moment,
        cutoffAt: moment,
        closedAt: moment,
        papers,
        upvotes: papers * 3,
        contentDigest: '0'.repeat(64),
        sample: false,
      },
      items: Array.from({ length: papers }, (_, index) => {
        const paperId = `2611.0000${index + 1}`;
        return {
          rank: index + 1,
          upvotes: 3,
          score: 3,
          comments: 0,
          paper: {
            id: paperId,
            title: `Paper ${index + 1} of ${day}`,
            summary: 'We show that less is enough.',
            authors: [{ _id: `${paperId}.1`, name: 'Ada Lovelace', hidden: false }],
            publishedAt: moment,
            upvotes: 3,
            discussionId: paperId,
            categories: ['cs.LG'],
          },
        };
      }),
    });
    return id;
  }

  private list(): ListAnswer | undefined {
    const { today: items } = this;
    if (items.length === 0) return undefined;
    return { list: 'day', closed: false, rebuilding: false, total: items.length, items };
  }

  async stop(): Promise<void> {
    await new Promise((done) => this.server?.close(done));
  }
}
