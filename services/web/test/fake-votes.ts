import type { FakeService, Received } from './fake-service.server.js';

/** A vote as web hands it to the catalog. */
export interface AskedVote {
  personId: string;
  paperId: string;
  wish: 'cast' | 'withdraw';
  traceparent: string;
  requestId: string;
}

/** Makes the fake catalog take votes, but for papers that a problem stands for. */
export function takeVotes(catalog: FakeService, problems: Record<string, unknown> = {}): void {
  const outcomeOf = ({ paperId, wish }: AskedVote) =>
    Object.hasOwn(problems, paperId)
      ? { problem: problems[paperId] }
      : { vote: { paperId, upvoted: wish === 'cast', counts: true } };
  catalog.on('POST /internal/votes', (request) => {
    if (request.url !== '/internal/votes') return undefined;
    return { body: { outcomes: votesOf(request).map(outcomeOf) } };
  });
}

/** The votes of one request. */
export function votesOf({ body }: Received): AskedVote[] {
  return (body as { votes: AskedVote[] }).votes;
}

/** The requests with votes that the fake catalog received. */
export function batches(catalog: FakeService): Received[] {
  return catalog.received.filter(({ url }) => url === '/internal/votes');
}
