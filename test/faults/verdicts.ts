import { waitFor } from '@paperboy/testing';
import { type CountedVote, listsOf } from './brute-force.js';
import type { CatalogDocuments } from './catalog-documents.js';
import { grouped, judgeSubmission, judgeVote, type Sent } from './oracle.js';
import { difference, readList } from './ranking-lists.js';

/** What is wrong with the catalog's votes, given everything that was sent. */
export async function wrongVotes(documents: CatalogDocuments, sent: readonly Sent[]): Promise<string[]> {
  const votes = new Map<string, CountedVote>(
    (await documents.votes()).map((vote) => [`${vote.paperId} ${vote.personId}`, vote]),
  );
  const byVote = grouped(
    sent.filter(({ kind }) => kind !== 'submit'),
    ({ paperId, personId }) => `${paperId} ${personId}`,
  );
  return [...new Set([...votes.keys(), ...byVote.keys()])].flatMap((key) =>
    judgeVote(votes.get(key), byVote.get(key) ?? []).map((what) => `${key}: ${what}`),
  );
}

/** What is wrong with the catalog's submissions, given everything that was sent. */
export async function wrongSubmissions(
  documents: CatalogDocuments,
  sent: readonly Sent[],
): Promise<string[]> {
  const byPaper = grouped(
    sent.filter(({ kind }) => kind === 'submit'),
    ({ paperId }) => paperId,
  );
  return (await documents.papers()).flatMap(({ id, submission }) =>
    judgeSubmission(submission?.by, byPaper.get(id) ?? []).map((what) => `${id}: ${what}`),
  );
}

/** Waits until every list at every address is what counting the catalog's votes gives; answers how many lists there are. */
export async function listsAreCounted(
  documents: CatalogDocuments,
  addresses: readonly string[],
  rollOverMs: number,
): Promise<number> {
  await waitFor(
    () => documents.unpublished(),
    (count) => count === 0,
    { timeoutMs: 60_000 },
  );
  const lists = listsOf(
    await documents.papers(),
    await documents.votes(),
    await documents.people(),
    rollOverMs,
  );
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
  return lists.size;
}
