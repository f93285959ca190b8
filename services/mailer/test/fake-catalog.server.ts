import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AnsweredBy,
  type CatalogPaper,
  type ListItem,
  papers,
  search,
  signIn,
  votes,
} from '@paperboy/contracts';

/** Stands in for the catalog's search among new papers and its people, on a real socket. */
export class FakeCatalog {
  /** What each search finds: ids of papers, the newest first. */
  readonly finds = new Map<string, string[]>();
  /** What each search of a webhook finds: papers with their upvotes, the newest first. */
  readonly matches = new Map<string, { id: string; upvotes: number }[]>();
  /** The addresses of people by their ids. */
  readonly addresses = new Map<string, string>();
  /** Sign-in requests that are due: their addresses by their ids. */
  readonly dueSignIns = new Map<string, string>();
  /** The addresses that have an account. */
  readonly accounts = new Set<string>();
  /** The votes by address, each once. */
  readonly votes = new Set<string>();
  /** The addresses for which a sign-in mail was requested. */
  readonly signIns: string[] = [];
  /** Texts that are no searches. */
  readonly unreadable = new Set<string>();
  /** Every search for which it was asked, in order, with the span of days. */
  readonly asked: { search: string; from: string; to: string }[] = [];
  /** Answers 503 to all. */
  isAway = false;
  /** Answers 503 to questions about people's addresses. */
  isAwayForPeople = false;
  /** Answers so many searches of a request and has no time for the others. */
  atOnce = 50;
  url = '';

  private readonly server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (this.isAway || (this.isAwayForPeople && request.url?.startsWith('/internal/people/'))) {
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 'search-building', detail: 'Not yet.' }));
      return;
    }
    const answer = this.answer(request.url ?? '', body);
    const status = 'status' in answer ? Number(answer.status) : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private answer(path: string, body: string): object {
    if (path === search.check.path) return this.faults(JSON.parse(body));
    if (path === search.newMatches.path) return this.matched(JSON.parse(body));
    if (path === search.newPapers.path) return this.found(JSON.parse(body));
    const person = /^\/internal\/people\/([^/]+)\/address$/.exec(path)?.[1];
    if (person !== undefined) return { address: this.addresses.get(person) };
    if (path === votes.castByAddress.path) return this.vote(JSON.parse(body));
    if (path === signIn.request.path) {
      this.signIns.push(JSON.parse(body).email);
      return { request: 'secret-of-the-browser' };
    }
    const paper = /^\/internal\/papers\/(\d[\d.]+)$/.exec(path)?.[1];
    if (paper !== undefined) return paperOf(paper);
    if (path === papers.titles.path) return this.titles(JSON.parse(body));
    const request = /^\/internal\/sign-in-requests\/([^/]+)\/letter$/.exec(path)?.[1];
    if (request !== undefined) return this.signIn(request);
    // Sign-in requests that are due.
    return { ids: [...this.dueSignIns.keys()] };
  }

  private signIn(request: string): AnsweredBy<typeof signIn.letter> {
    const goodUntil = '2037-12-31T00:00:00.000Z';
    const address = this.dueSignIns.get(request) ?? '';
    return { address, url: 'https://papers.example.org/sign-in/x', code: '123456', goodUntil };
  }

  private vote({ address, paperId }: { address: string; paperId: string }): object {
    if (!this.accounts.has(address)) return { status: 404, code: 'unknown-person', detail: 'Nobody.' };
    this.votes.add(`${address} ${paperId}`);
    return { paperId, upvoted: true, counts: true } satisfies AnsweredBy<typeof votes.castByAddress>;
  }

  private titles({ ids }: { ids: string[] }): AnsweredBy<typeof papers.titles> {
    return { titles: ids.map((id) => ({ id, title: `The title of ${id}` })) };
  }

  private faults({ searches }: { searches: string[] }): AnsweredBy<typeof search.check> {
    const faults = searches.filter((text) => this.unreadable.has(text));
    return {
      faults: faults.map((text) => ({ search: text, code: 'bad-date', detail: 'from: expects a date.' })),
    };
  }

  private matched(asked: {
    wishes: { search: string; upvotes: number }[];
    from: string;
    to: string;
  }): AnsweredBy<typeof search.newMatches> {
    const { wishes, from, to } = asked;
    this.asked.push(...wishes.slice(0, this.atOnce).map((wish) => ({ search: wish.search, from, to })));
    return {
      found: wishes.map((wish, nth) =>
        nth < this.atOnce
          ? (this.matches.get(wish.search) ?? []).filter(({ upvotes }) => upvotes >= wish.upvotes)
          : null,
      ),
    };
  }

  private found(asked: {
    searches: string[];
    from: string;
    to: string;
  }): AnsweredBy<typeof search.newPapers> {
    const { searches, from, to } = asked;
    const answered = searches.slice(0, this.atOnce);
    this.asked.push(...answered.map((text) => ({ search: text, from, to })));
    const ids = new Set(answered.flatMap((text) => this.finds.get(text) ?? []));
    return {
      found: searches.map((text, nth) => (nth < this.atOnce ? (this.finds.get(text) ?? []) : null)),
      items: [...ids].map(itemOf),
    };
  }
}

function itemOf(id: string): ListItem {
  const at = '2026-11-22T00:00:00.000Z';
  const [title, summary] = [`New paper ${id}`, 'We look at what is new.'];
  return {
    paper: {
      id,
      title,
      summary,
      authors: [{ _id: `${id}.1`, name: 'Emmy Noether', hidden: false }],
      publishedAt: at,
      upvotes: 1,
      discussionId: id,
      categories: ['math.RA'],
    },
    publishedAt: at,
    title,
    summary,
    thumbnail: '',
    numComments: 0,
    isAuthorParticipating: false,
    sample: false,
  };
}

function paperOf(id: string): CatalogPaper {
  const at = '2026-11-22T00:00:00.000Z';
  return {
    id,
    seq: 1,
    version: 1,
    title: `New paper ${id}`,
    summary: 'We look at what is new.',
    authors: [{ name: 'Emmy Noether' }],
    categories: ['math.RA'],
    publishedAt: at,
    updatedAt: at,
    arrivedAt: at,
    sample: false,
  };
}
