import { waitFor } from '@paperboy/testing';
import { type CountedVote, type ListPath, listsOf } from './brute-force.js';
import type { CatalogDocuments } from './catalog-documents.js';
import { grouped, judgeSubmission, judgeVote, type Sent } from './oracle.js';
import { difference, readList } from './ranking-lists.js';

/** What is wrong with the catalog's votes, given everything that was sent; `but` for papers that nobody was sent to. */
export async function wrongVotes(
  documents: CatalogDocuments,
  sent: readonly Sent[],
  but: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const votes = new Map<string, CountedVote>(
    (await documents.votes())
      .filter(({ paperId }) => !but.has(paperId))
      .map((vote) => [`${vote.paperId} ${vote.personId}`, vote]),
  );
  const byVote = grouped(
    sent.filter(({ kind }) => kind !== 'submit'),
    ({ paperId, personId }) => `${paperId} ${personId}`,
  );
  return [...new Set([...votes.keys(), ...byVote.keys()])].flatMap((key) =>
    judgeVote(votes.get(key), byVote.get(key) ?? []).map((what) => `${key}: ${what}`),
  );
}

/** What is wrong with the catalog's submissions, given everything that was sent; `but` as for votes. */
export async function wrongSubmissions(
  documents: CatalogDocuments,
  sent: readonly Sent[],
  but: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  const byPaper = grouped(
    sent.filter(({ kind }) => kind === 'submit'),
    ({ paperId }) => paperId,
  );
  const papers = (await documents.papers()).filter(({ id }) => !but.has(id));
  return papers.flatMap(({ id, submission }) =>
    judgeSubmission(submission?.by, byPaper.get(id) ?? []).map((what) => `${id}: ${what}`),
  );
}

/** Waits until each list at each address is what counting the catalog's votes gives; answers how many lists these are. */
export async function listsAreCounted(
  documents: CatalogDocuments,
  addresses: readonly string[],
  rollOverMs: number,
  /** Which lists are looked at. */
  which: (path: ListPath) => boolean = () => true,
): Promise<number> {
  await waitFor(
    () => documents.unpublished(),
    (count) => count === 0,
    { timeoutMs: 60_000 },
  );
  const [papers, votes, people] = await Promise.all([
    documents.papers(),
    documents.votes(),
    documents.people(),
  ]);
  const lists = [...listsOf(papers, votes, people, rollOverMs)].filter(([path]) => which(path));
  for (const address of addresses) {
    await waitFor(
      async () => {
        for (const [path, wanted] of lists) {
          const differs = difference(path, wanted, await readList(address, path));
          if (differs) return differs;
        }
        return 'equal';
      },
      (state) => state === 'equal',
      { timeoutMs: 60_000, everyMs: 300 },
    );
  }
  return lists.length;
}
