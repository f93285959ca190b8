import { createHash } from 'node:crypto';
import { type EditionState, type Period } from '@paperboy/contracts';
import { editionId } from '@paperboy/platform';
import { z } from 'zod';
import { bucketsOf, type Trending } from '../formula/trending.js';
import { type Card, cardSchema } from '../live/card.js';
import { stoodAt, type VoteEntry, weighedAt } from '../live/vote-entry.js';

/** A paper of a list that is about to be frozen. */
export interface Candidate {
  id: string;
  card: Card;
  /** Whether a person submitted it, and not the feed. */
  byPerson: boolean;
  votes: readonly VoteEntry[];
  comments: number;
}

/** A paper of an edition. Only a later withdrawal is ever added to it. */
export const editionEntrySchema = z.object({
  /** From 1. */
  rank: z.number(),
  paperId: z.string(),
  card: cardSchema,
  /** Votes that stood at the cutoff and count. */
  upvotes: z.number(),
  /** Forward decay over those votes (formula/trending.ts), without comments; absent without votes. */
  score: z.number().optional(),
  /** Comments shown when the edition was closed. */
  comments: z.number(),
});
export type EditionEntry = z.infer<typeof editionEntrySchema>;

/** An edition with its papers. */
export interface FrozenEdition {
  state: EditionState;
  entries: EditionEntry[];
}

/** When and what is frozen; times in epoch milliseconds. */
export interface Freeze {
  period: Period;
  startsAt: number;
  endsAt: number;
  cutoffAt: number;
  closedAt: number;
}

/**
 * Freezes a list: counts the votes that stood at the cutoff by their own histories, and orders by upvotes, then
 * people's submissions, then the time of submission, then the id. The same histories always give the same edition.
 */
export function freeze(when: Freeze, candidates: readonly Candidate[], trending: Trending): FrozenEdition {
  const counted = candidates
    .map((paper) => {
      const votes = paper.votes.filter((vote) => vote.counts && stoodAt(vote, when.cutoffAt));
      return { paper, upvotes: votes.length, score: trending.score(bucketsOf(votes.map(weighedAt), [])) };
    })
    .sort(
      (a, b) =>
        b.upvotes - a.upvotes ||
        Number(b.paper.byPerson) - Number(a.paper.byPerson) ||
        submitted(a.paper) - submitted(b.paper) ||
        (a.paper.id < b.paper.id ? -1 : 1),
    );
  const entries = counted.map(
    ({ paper, upvotes, score }, place): EditionEntry => ({
      rank: place + 1,
      paperId: paper.id,
      card: paper.card,
      upvotes,
      ...(score === undefined ? {} : { score }),
      comments: paper.comments,
    }),
  );
  return { state: stateOf(when, entries), entries };
}

function stateOf(when: Freeze, entries: readonly EditionEntry[]): EditionState {
  const { period, startsAt, endsAt, cutoffAt, closedAt } = when;
  return {
    id: editionId(period),
    // An edition that was removed and is closed again must be newer than its tombstone.
    seq: closedAt,
    cadence: period.cadence,
    period: period.name,
    startsAt: iso(startsAt),
    endsAt: iso(endsAt),
    cutoffAt: iso(cutoffAt),
    closedAt: iso(closedAt),
    papers: entries.length,
    upvotes: entries.reduce((sum, { upvotes }) => sum + upvotes, 0),
    contentDigest: entriesDigest(entries),
    sample: entries.some(({ card }) => card.sample),
  };
}

/** SHA-256 over one line for each paper: rank, id, upvotes and score, with spaces between, `-` for no score. */
export function entriesDigest(entries: readonly EditionEntry[]): string {
  const lines = entries.map(
    ({ rank, paperId, upvotes, score }) => `${rank} ${paperId} ${upvotes} ${score ?? '-'}\n`,
  );
  return createHash('sha256').update(lines.join('')).digest('hex');
}

function submitted({ card }: Candidate): number {
  return Date.parse(card.submittedAt ?? '');
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
