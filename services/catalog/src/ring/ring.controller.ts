import { Controller, Req, Res } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, rings } from '@paperboy/contracts';
import { Asked, CurrentCaller, nextPage, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditStore } from '../audit/audit.store.js';
import type { FoundRing } from './ring.js';
import { RingSearch } from './ring-search.reader.js';
import { Rings } from './rings.store.js';
import { type NamedRing, UncountedVotes } from './uncounted-votes.reader.js';

/** The most decided rings in the list, the newest decisions first. */
const DECIDED_SHOWN = 50;

/** Votes that do not count, and accounts that vote together. */
@Controller()
export class RingController {
  constructor(
    private readonly search: RingSearch,
    private readonly decisions: Rings,
    private readonly uncounted: UncountedVotes,
    private readonly audit: AuditStore,
  ) {}

  @Serves(rings.votes)
  async votes(
    @Asked() { query: { p, limit } }: AskedOf<typeof rings.votes>,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredBy<typeof rings.votes>> {
    // One vote more than is shown: if it exists, there is a next page.
    const found = await this.uncounted.page(p * limit, limit + 1);
    if (found.length > limit) reply.header('link', `<${nextPage(url, p + 1)}>; rel="next"`);
    return { votes: found.slice(0, limit) };
  }

  @Serves(rings.list)
  async list(): Promise<AnsweredBy<typeof rings.list>> {
    const [found, decided] = await Promise.all([this.search.find(), this.decisions.decided(DECIDED_SHOWN)]);
    const known = new Set(decided.map(({ _id }) => _id));
    const all: NamedRing[] = [
      ...found.filter(({ id }) => !known.has(id)).map((ring) => ({ ...ring, state: 'found' as const })),
      ...decided.map(({ _id: id, state, people, papers, at }) => ({ id, state, people, papers, at })),
    ];
    return { rings: await this.uncounted.named(all) };
  }

  @Serves(rings.setAside)
  async setAside(
    @Asked() { params, body }: AskedOf<typeof rings.setAside>,
    @CurrentCaller() { id: by }: PersonCaller,
  ): Promise<void> {
    const ring = await this.known(params.ring);
    const note = { act: 'ring-set-aside', by, ring: ring.id, ...body } as const;
    await this.audit.record(note, () => this.decisions.setAside(ring));
  }

  @Serves(rings.restore)
  async restore(
    @Asked() { params, body }: AskedOf<typeof rings.restore>,
    @CurrentCaller() { id: by }: PersonCaller,
  ): Promise<void> {
    const decided = await this.decisions.find(params.ring);
    if (!decided) throw unknown();
    const ring = { id: decided._id, people: decided.people, papers: decided.papers };
    const note = { act: 'ring-restored', by, ring: ring.id, ...body } as const;
    await this.audit.record(note, () => this.decisions.restore(ring));
  }

  /** A ring on which a curator has decided, or one that the search finds now. Throws 404 `unknown-ring`. */
  private async known(id: string): Promise<FoundRing> {
    const decided = await this.decisions.find(id);
    if (decided) return { id, people: decided.people, papers: decided.papers };
    const found = (await this.search.find()).find((ring) => ring.id === id);
    if (!found) throw unknown();
    return found;
  }
}

function unknown() {
  return notFound('unknown-ring', 'There is no such ring, or its people no longer vote together.');
}
