import type { VoteState } from '@paperboy/contracts';

/** Why a vote does not count, as one letter; `1` for a vote that counts. */
const FLAGS = { counts: '1', 'new-person-limit': 'n', suspended: 's', ring: 'g', unknown: 'x' } as const;

/** Why a vote does not count, as the answers of `why` name it. */
export type VoteReason = Exclude<keyof typeof FLAGS, 'counts'>;

const REASONS = new Map<string, VoteReason>([
  [FLAGS['new-person-limit'], 'new-person-limit'],
  [FLAGS.suspended, 'suspended'],
  [FLAGS.ring, 'ring'],
  [FLAGS.unknown, 'unknown'],
]);

/** A vote as Redis keeps it: `seq|flag|time,time,...`; an odd number of times is a vote that stands. */
export interface VoteEntry {
  seq: number;
  counts: boolean;
  reason?: VoteReason;
  /** Cast, withdrawn, cast, ... in epoch milliseconds. */
  times: number[];
}

/** The flag and the times of a vote, in the short form that fits Redis' compact hashes. */
export function packVote(vote: VoteState): { flag: string; times: string } {
  const times = vote.history.flatMap(({ castAt, withdrawnAt }) =>
    withdrawnAt === undefined ? [Date.parse(castAt)] : [Date.parse(castAt), Date.parse(withdrawnAt)],
  );
  return {
    flag: vote.counts ? FLAGS.counts : flagOf(vote.reason),
    times: times.map(short).join(','),
  };
}

/** The flag of a reason. A reason that is not known here, from a newer catalog, has the flag of `unknown`. */
function flagOf(reason: VoteState['reason']): string {
  return [...REASONS].find(([, known]) => known === reason)?.[0] ?? FLAGS.unknown;
}

/** Reads back what Redis keeps of a vote. */
export function unpackVote(packed: string): VoteEntry {
  const [seq = '0', flag = FLAGS.unknown, times = ''] = packed.split('|');
  const counts = flag === FLAGS.counts;
  return {
    seq: Number(seq),
    counts,
    ...(counts ? {} : { reason: reasonOf(flag) }),
    times: times.split(',').map((time) => Number.parseInt(time, 36)),
  };
}

/** The reason that a flag stands for. */
export function reasonOf(flag: string): VoteReason {
  return REASONS.get(flag) ?? 'unknown';
}

/** Whether a vote stood at a moment: cast before it, and not withdrawn before it. */
export function stoodAt(vote: VoteEntry, moment: number): boolean {
  for (let at = 0; at < vote.times.length; at += 2) {
    const cast = vote.times[at] as number;
    const withdrawn = vote.times[at + 1] ?? Number.POSITIVE_INFINITY;
    if (cast < moment && withdrawn >= moment) return true;
  }
  return false;
}

/** Whether a vote is among the upvotes now: it stands and counts. An odd number of times ends with a cast. */
export function countsNow({ counts, times }: VoteEntry): boolean {
  return counts && times.length % 2 === 1;
}

/** The time a vote is weighed by: its first cast, so that withdrawing and casting again gains nothing. */
export function weighedAt(vote: VoteEntry): number {
  return vote.times[0] as number;
}

/** Epoch milliseconds in base 36. */
export function short(instant: number): string {
  return instant.toString(36);
}

/** Epoch milliseconds in base 36 with nine places, so that the order of the texts is the order of the times. */
export function sortable(instant: number): string {
  return Math.max(0, instant).toString(36).padStart(9, '0');
}
