import { waitFor } from '@paperboy/testing';
import type { Sent } from '../oracle/oracle.js';
import type { Random } from '../random.js';
import { Client, type Voter } from './clients.js';
import { type Answered, Reader } from './readers.js';
import { Newcomers } from './subscribers.js';

const VOTERS_EACH = 3;
/** Who waits for the next thing to happen waits for so much to be done meanwhile. */
const WORK = { votes: 5, reads: 10 };

/** Whom a publication has: people who vote, submit, read pages, ask the API and subscribe, all through one address. */
export class Traffic {
  private readonly clients: Client[];
  private readonly readers: Reader[];
  readonly newcomers: Newcomers;

  constructor(
    url: string,
    namespace: string,
    voters: readonly Voter[],
    papers: readonly string[],
    votable: readonly string[],
    random: Random,
  ) {
    this.clients = Array.from({ length: Math.floor(voters.length / VOTERS_EACH) }, (_, n) => {
      const own = voters.slice(n * VOTERS_EACH, (n + 1) * VOTERS_EACH);
      return new Client([url], own, votable, papers, random.split(`client ${n}`), 8);
    });
    const paths = pathsOf(votable);
    this.readers = [false, false, true].map(
      (fresh, n) => new Reader(url, paths, random.split(`reader ${n}`), 8, fresh),
    );
    this.newcomers = new Newcomers(url, namespace, 1_500);
  }

  start(): void {
    for (const one of this.all()) one.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((one) => one.stop()));
  }

  get sent(): Sent[] {
    return this.clients.flatMap(({ sent }) => sent);
  }

  get answers(): Answered[] {
    return [...this.readers.flatMap(({ answers }) => answers), ...this.newcomers.answers];
  }

  /** Every request that was not served: no whole answer, or one that only says that it could not be done now. */
  get failed(): (Sent | Answered)[] {
    return [
      ...this.sent.filter(({ status }) => status === undefined || ![200, 201, 409].includes(status)),
      // 404: a paper that nobody submitted so far stands on no list, so there is nothing to be told about its place.
      ...this.answers.filter(
        ({ path, status = 0 }) => ![200, 202].includes(status) && !(status === 404 && path.endsWith('/why')),
      ),
    ];
  }

  /** Waits until some more votes were taken and some more was read: what meets nobody at work proves nothing. */
  async goesOn(): Promise<void> {
    const state = () => ({ votes: this.acknowledged(), reads: this.answers.length });
    const before = state();
    await waitFor(
      state,
      ({ votes, reads }) => votes >= before.votes + WORK.votes && reads >= before.reads + WORK.reads,
      { timeoutMs: 30_000 },
    );
  }

  /** What was asked and came of it, in words. */
  told(): string {
    return `${this.acknowledged()} of ${this.sent.length} writes acknowledged, ${this.answers.length} reads`;
  }

  private acknowledged(): number {
    return this.clients.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  }

  private all(): { start(): void; stop(): Promise<void> }[] {
    return [...this.clients, ...this.readers, this.newcomers];
  }
}

function pathsOf(papers: readonly string[]): string[] {
  const lists = ['/', '/papers/week', '/papers/trending', '/papers/new', '/api/daily_papers'];
  const more = ['/api/daily_papers?limit=100', '/api/daily_papers?sort=trending&limit=10', '/subscribe'];
  const some = papers.slice(0, 5);
  return [
    ...lists,
    ...more,
    ...some.map((id) => `/papers/${id}`),
    ...some.map((id) => `/api/papers/${id}`),
    ...some.map((id) => `/api/papers/${id}/why`),
  ];
}
