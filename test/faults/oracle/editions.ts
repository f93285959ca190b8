import type { Connection } from 'mongoose';
import { type CountedVote, type ListPlace, listsOf, type StoredPaper } from './brute-force.js';

/** A closed edition, as ranking's database has it. */
export interface EditionInDatabase {
  id: string;
  /** Its list's path and query at ranking. */
  path: string;
  endsAt: number;
  /** Papers that it says it has. */
  count: number;
  places: { id: string; upvotes: number }[];
}

/** Every edition with its papers. */
export async function readEditions(ranking: Connection): Promise<EditionInDatabase[]> {
  const states = await ranking
    .collection<{
      _id: string;
      state: { cadence: string; period: string; endsAt: string; papers: number };
    }>('editions')
    .find()
    .toArray();
  return Promise.all(
    states.map(async ({ _id: id, state: { cadence, period, endsAt, papers: count } }) => {
      const entries = await ranking
        .collection('edition-entries')
        .find({ editionId: id })
        .sort({ rank: 1 })
        .toArray();
      const places = entries.map(({ paperId, upvotes }) => ({
        id: String(paperId),
        upvotes: Number(upvotes),
      }));
      return { id, path: `${cadence}?period=${period}`, endsAt: Date.parse(endsAt), count, places };
    }),
  );
}

/** The list that an edition has to be: counted with the votes that stood when its period ended. */
export function listAt(
  { path, endsAt }: EditionInDatabase,
  papers: readonly StoredPaper[],
  votes: readonly CountedVote[],
  rollOverMs: number,
): ListPlace[] {
  const stood = votes.map((vote) => ({
    ...vote,
    standing: vote.history.some(
      ({ castAt, withdrawnAt }) =>
        Date.parse(castAt) <= endsAt && (withdrawnAt === undefined || Date.parse(withdrawnAt) > endsAt),
    ),
  }));
  return listsOf(papers, stood, new Map(), rollOverMs).get(path) ?? [];
}
