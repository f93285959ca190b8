import { Controller, Req, Res } from '@nestjs/common';
import {
  type AnsweredBy,
  type AskedOf,
  LARGEST_SHELF,
  type SavedPaper,
  type ShelfAnswer,
  shelf,
} from '@paperboy/contracts';
import { Asked, CurrentCaller, nextPage, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HitItemsClient } from '../search/answer/hit-items.client.js';
import { cardOf } from '../search/index/index-document.js';
import { FeedAddresses } from './feed-address.store.js';
import { type Saved, ShelfStore } from './shelf.store.js';

type OfPaper = AskedOf<typeof shelf.save>;

const FEED_ITEMS = 100;

/** The papers that people save and put away. Everyone sees their own only. */
@Controller()
export class ShelfController {
  constructor(
    private readonly shelf: ShelfStore,
    private readonly feeds: FeedAddresses,
    private readonly items: HitItemsClient,
  ) {}

  @Serves(shelf.save)
  save(@Asked() { params }: OfPaper, @CurrentCaller() person: PersonCaller): Promise<ShelfAnswer> {
    return this.shelf.put('savedAt', person.id, params.id);
  }

  @Serves(shelf.unsave)
  unsave(@Asked() { params }: OfPaper, @CurrentCaller() person: PersonCaller): Promise<ShelfAnswer> {
    return this.shelf.take('savedAt', person.id, params.id);
  }

  @Serves(shelf.putAway)
  putAway(@Asked() { params }: OfPaper, @CurrentCaller() person: PersonCaller): Promise<ShelfAnswer> {
    return this.shelf.put('notForMeAt', person.id, params.id);
  }

  @Serves(shelf.takeBack)
  takeBack(@Asked() { params }: OfPaper, @CurrentCaller() person: PersonCaller): Promise<ShelfAnswer> {
    return this.shelf.take('notForMeAt', person.id, params.id);
  }

  @Serves(shelf.saved)
  async saved(
    @Asked() { query: { p, limit } }: AskedOf<typeof shelf.saved>,
    @CurrentCaller() person: PersonCaller,
    @Req() { url }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnsweredBy<typeof shelf.saved>> {
    const [total, found] = await Promise.all([
      this.shelf.total(person.id),
      // One paper more than is shown: if it exists, there is a next page.
      this.shelf.saved(person.id, { skip: p * limit, limit: limit + 1 }),
    ]);
    if (found.length > limit) reply.header('link', `<${nextPage(url, p + 1)}>; rel="next"`);
    return { total, papers: await this.listed(found.slice(0, limit)) };
  }

  @Serves(shelf.feedAddress)
  async feedAddress(@CurrentCaller() person: PersonCaller): Promise<AnsweredBy<typeof shelf.feedAddress>> {
    const feed = await this.feeds.of(person.id);
    return feed ? { feed } : {};
  }

  @Serves(shelf.makeFeed)
  async makeFeed(@CurrentCaller() person: PersonCaller): Promise<AnsweredBy<typeof shelf.makeFeed>> {
    return { feed: await this.feeds.make(person.id) };
  }

  @Serves(shelf.endFeed)
  endFeed(@CurrentCaller() person: PersonCaller): Promise<void> {
    return this.feeds.end(person.id);
  }

  @Serves(shelf.ofFeed)
  async ofFeed(@Asked() { body }: AskedOf<typeof shelf.ofFeed>): Promise<AnsweredBy<typeof shelf.ofFeed>> {
    const personId = await this.feeds.personOf(body.secret);
    if (personId === undefined)
      throw notFound('unknown-feed', 'There is no such feed; perhaps it was ended.');
    return { papers: await this.listed(await this.shelf.saved(personId, { skip: 0, limit: FEED_ITEMS })) };
  }

  @Serves(shelf.whole)
  async whole(@CurrentCaller() person: PersonCaller): Promise<AnsweredBy<typeof shelf.whole>> {
    const found = await this.shelf.saved(person.id, { skip: 0, limit: LARGEST_SHELF });
    return { papers: found.map(({ state }) => state) };
  }

  @Serves(shelf.standing)
  standing(
    @Asked() { body }: AskedOf<typeof shelf.standing>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<AnsweredBy<typeof shelf.standing>> {
    return this.shelf.standing(person.id, body.paperIds);
  }

  private async listed(found: readonly Saved[]): Promise<SavedPaper[]> {
    const { items } = await this.items.of(
      found.map(({ state }) => ({ id: state.id, card: cardOf(state), upvotes: 0 })),
    );
    const savedAt = new Map(found.map((one) => [one.state.id, one.savedAt.toISOString()]));
    return items.map((item) => ({ ...item, savedAt: savedAt.get(item.paper.id) ?? item.publishedAt }));
  }
}
