import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, search } from '@paperboy/contracts';
import { Asked, invalid, Serves } from '@paperboy/platform';
import { SearchFeed } from '../feed/search-feed.consumer.js';
import { parseQuery } from '../query/parse-query.js';
import type { SearchQuery } from '../query/search-query.js';
import { HitItemsClient } from './hit-items.client.js';

const DAY_MS = 86_400_000;
const MOST_DAYS = 31;

/** Many searches at once among new papers, for the searches of digests and webhooks. */
@Controller()
export class NewPapersController {
  constructor(
    private readonly feed: SearchFeed,
    private readonly hitItems: HitItemsClient,
  ) {}

  @Serves(search.newPapers)
  async newPapers(
    @Asked() { body }: AskedOf<typeof search.newPapers>,
  ): Promise<AnsweredBy<typeof search.newPapers>> {
    const queries = body.searches.map(readable);
    const question = {
      queries: queries.flatMap((query) => query ?? []),
      days: daysOf(body.from, body.to),
      limit: body.limit,
    };
    const { found, hits } =
      question.queries.length === 0 ? { found: [], hits: [] } : await this.feed.index().arrivals(question);
    const answers = found.values();
    const { items } = await this.hitItems.of(hits.filter(({ card }) => card.withdrawnAt === undefined));
    return {
      found: queries.map((query) => {
        if (query === undefined) return [];
        const ids = answers.next().value;
        return ids === undefined ? null : [...ids];
      }),
      items: [...items],
    };
  }

  @Serves(search.newMatches)
  async newMatches(
    @Asked() { body }: AskedOf<typeof search.newMatches>,
  ): Promise<AnsweredBy<typeof search.newMatches>> {
    const queries = body.wishes.map((wish) => ({ query: readable(wish.search), upvotes: wish.upvotes }));
    const wishes = queries.flatMap(({ query, upvotes }) => (query ? [{ query, upvotes }] : []));
    const question = { wishes, days: daysOf(body.from, body.to), limit: body.limit };
    const answers = (wishes.length === 0 ? [] : await this.feed.index().newMatches(question)).values();
    return {
      found: queries.map(({ query }) => {
        if (query === undefined) return [];
        const papers = answers.next().value;
        return papers === undefined ? null : [...papers];
      }),
    };
  }

  @Serves(search.check)
  check(@Asked() { body }: AskedOf<typeof search.check>): AnsweredBy<typeof search.check> {
    return {
      faults: body.searches.flatMap((text) => {
        const query = parseQuery(text);
        return 'fault' in query ? [{ search: text, code: query.fault, detail: query.detail }] : [];
      }),
    };
  }
}

function readable(text: string): SearchQuery | undefined {
  const query = parseQuery(text);
  return 'fault' in query ? undefined : query;
}

/** The days from the first to the last. Throws 400 `too-many-days`, also when the last is before the first. */
function daysOf(from: string, to: string): string[] {
  const first = Date.parse(from);
  const days = (Date.parse(to) - first) / DAY_MS + 1;
  if (days < 1 || days > MOST_DAYS)
    throw invalid(
      'too-many-days',
      `A span has 1 to ${MOST_DAYS} days, and the last is not before the first.`,
    );
  return Array.from({ length: days }, (_, nth) => new Date(first + nth * DAY_MS).toISOString().slice(0, 10));
}
