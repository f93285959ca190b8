import { databaseName } from '@paperboy/platform';
import { type RunningServices, testStack } from '@paperboy/testing';
import { createConnection } from 'mongoose';

interface StoredPaper {
  _id: string;
  state: { submission?: { by: string; byKind: string; at: string | Date } };
}

interface StoredVote {
  state: {
    paperId: string;
    standing: boolean;
    counts: boolean;
    history: { castAt: string | Date; withdrawnAt?: string | Date }[];
  };
}

/** What the lists must say: the upvotes of each paper, and the papers of each day in their order. */
export interface Counted {
  upvotes: Record<string, number>;
  days: Record<string, string[]>;
  /** What trending must hold, by id: its order is not one that a count alone would give. */
  trending: string[];
}

async function stored(services: RunningServices): Promise<{ papers: StoredPaper[]; votes: StoredVote[] }> {
  const connection = await createConnection(testStack().mongodbUrl, {
    dbName: databaseName(services.namespace, 'catalog'),
  }).asPromise();
  try {
    return {
      papers: await connection.collection<StoredPaper>('papers').find().toArray(),
      votes: await connection.collection<StoredVote>('votes').find().toArray(),
    };
  } finally {
    await connection.close();
  }
}

const ms = (time: string | Date | undefined) => (time === undefined ? Number.NaN : new Date(time).getTime());

function inOrder(papers: readonly StoredPaper[], upvotes: (id: string) => number): string[] {
  const person = ({ state }: StoredPaper) => Number(state.submission?.byKind === 'person');
  return [...papers]
    .sort(
      (a, b) =>
        upvotes(b._id) - upvotes(a._id) ||
        person(b) - person(a) ||
        ms(a.state.submission?.at) - ms(b.state.submission?.at) ||
        (a._id < b._id ? -1 : 1),
    )
    .map(({ _id }) => _id);
}

/** A brute-force count over the documents of the catalog. */
export async function readTruth(services: RunningServices): Promise<Counted> {
  const { papers, votes } = await stored(services);
  const upvotes = Object.fromEntries(papers.map(({ _id }) => [_id, 0]));
  for (const { state } of votes) {
    if (state.standing && state.counts) upvotes[state.paperId] = (upvotes[state.paperId] ?? 0) + 1;
  }
  const days: Record<string, StoredPaper[]> = {};
  for (const paper of papers) {
    if (!paper.state.submission) continue;
    const day = new Date(paper.state.submission.at).toISOString().slice(0, 10);
    days[day] = [...(days[day] ?? []), paper];
  }
  const count = (id: string) => upvotes[id] ?? 0;
  return {
    upvotes,
    days: Object.fromEntries(Object.entries(days).map(([day, all]) => [day, inOrder(all, count)])),
    trending: papers
      .filter(({ _id, state }) => state.submission && count(_id) > 0)
      .map(({ _id }) => _id)
      .sort(),
  };
}

/** The papers of a day that were submitted before a moment, by the votes whose own histories say that they stood then. */
export async function countAtCutoff(services: RunningServices, day: string, cutoff: Date) {
  const { papers, votes } = await stored(services);
  const upvotes = new Map<string, number>();
  for (const { state } of votes) {
    const stood = state.history.some(
      ({ castAt, withdrawnAt }) => ms(castAt) < cutoff.getTime() && !(ms(withdrawnAt) < cutoff.getTime()),
    );
    if (stood && state.counts) upvotes.set(state.paperId, (upvotes.get(state.paperId) ?? 0) + 1);
  }
  const count = (id: string) => upvotes.get(id) ?? 0;
  const listed = papers.filter(({ state }) => {
    const at = ms(state.submission?.at);
    return at < cutoff.getTime() && new Date(at).toISOString().startsWith(day);
  });
  return inOrder(listed, count).map((id, at) => ({ rank: at + 1, id, upvotes: count(id) }));
}
