import { voteKey } from '@paperboy/contracts';
import { pendingStage } from '@paperboy/messaging';
import type { Connection } from 'mongoose';
import type { Voter } from './clients.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface CatalogDocument {
  _id: string;
}

/**
 * Gives so many days before `today` (when the present day began) papers and votes, as the catalog itself would have
 * written them then, with their events to be published now: what a ranking meets that comes back after some days. Some
 * of the votes were cast, and some taken back, after the day had ended.
 */
export async function writePast(
  catalog: Connection,
  today: number,
  days: number,
  papers: readonly string[],
  voters: readonly Voter[],
): Promise<void> {
  const papersADay = Math.floor(papers.length / days);
  const submitted = papers.slice(0, days * papersADay).map((id, n) => {
    const endsAt = today - Math.floor(n / papersADay) * DAY_MS;
    return {
      id,
      endsAt,
      at: endsAt - (2 + (n % papersADay)) * HOUR_MS,
      voters: voters.slice(0, 1 + (n % voters.length)),
    };
  });
  await catalog.collection<CatalogDocument>('votes').bulkWrite(
    submitted.flatMap(({ id: paperId, at, endsAt, voters: theirs }) =>
      theirs.map(({ id: personId }, n) => {
        const late = n % 4 === 3;
        const castAt = new Date(late ? endsAt + HOUR_MS : at + (n + 1) * 60_000).toISOString();
        const withdrawnAt = n % 4 === 2 ? { withdrawnAt: new Date(endsAt + 2 * HOUR_MS).toISOString() } : {};
        const standing = !('withdrawnAt' in withdrawnAt);
        const state = {
          paperId,
          personId,
          standing,
          counts: true,
          sample: false,
          history: [{ castAt, ...withdrawnAt }],
        };
        const changes = { day: castAt.slice(0, 10), count: 1 };
        return {
          updateOne: {
            filter: { _id: voteKey(state) },
            update: [
              {
                $set: { seq: state.history.length + (standing ? 0 : 1), state: { $literal: state }, changes },
              },
              pendingStage({ type: standing ? 'vote.cast' : 'vote.withdrawn', data: PUBLIC_STATE }),
            ],
            upsert: true,
          },
        };
      }),
    ),
  );
  await catalog.collection<CatalogDocument>('papers').bulkWrite(
    submitted.map(({ id, at }) => ({
      updateOne: {
        filter: { _id: id },
        update: [
          {
            $set: {
              seq: { $add: ['$seq', 1] },
              'state.submission': {
                by: { $literal: voters[0]?.id },
                byKind: 'person',
                at: new Date(at).toISOString(),
              },
            },
          },
          pendingStage({ type: 'paper.submitted', data: PUBLIC_STATE }),
        ],
      },
    })),
  );
}

const PUBLIC_STATE = { $mergeObjects: ['$state', { seq: '$seq' }] };
