import { Injectable } from '@nestjs/common';
import { lists, shelf, votes } from '@paperboy/contracts';
import { type PersonCaller, Problem, ServiceClients } from '@paperboy/platform';

/** How many papers ranking takes in one request. Further ones are left out. */
const MOST = 100;

/** A paper as one person sees it. */
export interface OwnVote {
  /** Whether the person's vote stands. */
  readonly upvoted: boolean;
  /** The current upvotes with the person's own vote. Absent while ranking is away. */
  readonly upvotes?: number;
  /** Whether the person saved it for later. */
  readonly saved: boolean;
  /** Whether the person put it away. */
  readonly notForMe: boolean;
}

/** Papers as one person sees them: whether they voted, and the number with their own vote in it. */
@Injectable()
export class OwnVotes {
  constructor(private readonly clients: ServiceClients) {}

  /**
   * The papers with the person's own votes. The catalog knows a vote at once, ranking a moment later. So a vote that
   * ranking has not counted yet is added to its number. While one of the two is away, the page is shown without its
   * data.
   */
  async of(person: PersonCaller, paperIds: readonly string[]): Promise<ReadonlyMap<string, OwnVote>> {
    const ids = paperIds.slice(0, MOST);
    if (ids.length === 0) return new Map();
    const [own, kept, standings] = await Promise.all([
      unlessAway(() => this.clients.ask(votes.standing, { body: { paperIds: [...ids] } }, { as: person })),
      unlessAway(() => this.clients.ask(shelf.standing, { body: { paperIds: [...ids] } }, { as: person })),
      unlessAway(() =>
        this.clients.ask(lists.standings, { query: { ids: ids.join(','), person: person.id } }),
      ),
    ]);
    return new Map(
      ids.map((id) => {
        const counted = standings?.standings.find(({ paperId }) => paperId === id);
        const counts = own?.counted.includes(id) ?? counted?.included ?? false;
        const upvotes = counted && counted.upvotes + Number(counts) - Number(counted.included ?? false);
        const upvoted = own?.upvoted.includes(id) ?? false;
        const saved = kept?.saved.includes(id) ?? false;
        const notForMe = kept?.notForMe.includes(id) ?? false;
        return [id, { upvoted, ...(upvotes === undefined ? {} : { upvotes }), saved, notForMe }];
      }),
    );
  }
}

async function unlessAway<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.retriable) return undefined;
    throw error;
  }
}
