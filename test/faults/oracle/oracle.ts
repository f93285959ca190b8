/** What a client asked for and what it heard; times in epoch milliseconds. */
export interface Sent {
  kind: 'cast' | 'withdraw' | 'submit';
  personId: string;
  paperId: string;
  startedAt: number;
  endedAt: number;
  /** `unknown`: no answer, or one that says that it may or may not have happened. */
  outcome: 'acknowledged' | 'refused' | 'unknown';
  status?: number;
  /** Seconds after which the answer asks to come again. */
  retryAfter?: number;
}

/** A vote as the catalog has it. */
export interface StoredVote {
  seq: number;
  standing: boolean;
  history: { castAt: string; withdrawnAt?: string }[];
}

interface Change {
  kind: 'cast' | 'withdraw';
  at: number;
}

/** The client reads its clock in whole milliseconds, as the database does. */
const CLOCK_MS = 3;

/**
 * What is wrong with a vote, given all that was sent about it: each acknowledged wish has to have held at some moment
 * between its sending and its answer, and each change has to be the work of one request of its own. A request without
 * an answer may have had its effect at any time after it was sent, once, or none.
 */
export function judgeVote(vote: StoredVote | undefined, sent: readonly Sent[]): string[] {
  const wrong: string[] = [];
  const changes = changesOf(vote);
  if ((vote?.seq ?? 0) !== changes.length) wrong.push(`seq ${vote?.seq} after ${changes.length} changes`);
  if ((vote?.standing ?? false) !== (changes.at(-1)?.kind === 'cast'))
    wrong.push('standing contradicts its history');
  for (const request of sent) {
    if (request.outcome !== 'acknowledged') continue;
    if (!heldDuring(changes, request)) wrong.push(`acknowledged but never so: ${told(request)}`);
  }
  const free = new Set(sent.filter(({ outcome }) => outcome !== 'refused'));
  for (const change of changes) {
    // Of those that may have caused it, the one that can explain least else.
    const cause = [...free]
      .filter(({ kind, startedAt }) => kind === change.kind && startedAt - CLOCK_MS <= change.at)
      .filter((request) => change.at <= latestEffect(request))
      .sort((a, b) => latestEffect(a) - latestEffect(b))[0];
    if (cause) free.delete(cause);
    else wrong.push(`nobody's ${change.kind} at ${new Date(change.at).toISOString()}`);
  }
  return wrong;
}

/** What is wrong with a submission, given all that was sent about its paper. */
export function judgeSubmission(by: string | undefined, sent: readonly Sent[]): string[] {
  const wrong: string[] = [];
  for (const request of sent) {
    if (request.outcome === 'acknowledged' && request.personId !== by)
      wrong.push(`acknowledged to another: ${told(request)}, but the paper has ${by}`);
    if (request.status === 409 && by === undefined)
      wrong.push(`refused as submitted, but it is not: ${told(request)}`);
  }
  const causes = sent.filter(({ personId, outcome }) => personId === by && outcome !== 'refused');
  if (by !== undefined && causes.length === 0) wrong.push(`submitted by ${by}, who did not`);
  return wrong;
}

/**
 * What is wrong with the sequence numbers of one key in the order in which they were published, given the newest. What
 * a relay could not remove is published again from there on, so the numbers may step back, and then come again one by
 * one; a gap is an event that was lost, or one of a relay that had been replaced. The newest has to be the last. With
 * `inBulk` the first ones may be missing: a document that changes before the event of its bulk write is published has
 * only the later event.
 */
export function judgeOrder(seqs: readonly number[], newest: number, inBulk = false): string[] {
  const wrong: string[] = [];
  if (seqs.at(-1) !== newest) wrong.push(`the last one published is ${seqs.at(-1)} of ${newest}`);
  const gap = seqs.findIndex((seq, n) => seq > (seqs[n - 1] ?? (inBulk ? seq : 0)) + 1);
  if (gap >= 0) wrong.push(`${seqs[gap]} follows ${seqs[gap - 1] ?? 'nothing'}`);
  return wrong;
}

/** Groups what belongs together. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function changesOf(vote: StoredVote | undefined): Change[] {
  return (vote?.history ?? []).flatMap(({ castAt, withdrawnAt }): Change[] => [
    { kind: 'cast', at: Date.parse(castAt) },
    ...(withdrawnAt === undefined ? [] : [{ kind: 'withdraw' as const, at: Date.parse(withdrawnAt) }]),
  ]);
}

function heldDuring(changes: readonly Change[], { kind, startedAt, endedAt }: Sent): boolean {
  const [from, to] = [startedAt - CLOCK_MS, endedAt + CLOCK_MS];
  const before = changes.findLast(({ at }) => at <= from);
  const stateBefore = before?.kind ?? 'withdraw';
  return (
    stateBefore === kind ||
    changes.some((change) => change.kind === kind && change.at > from && change.at <= to)
  );
}

function latestEffect({ outcome, endedAt }: Sent): number {
  return outcome === 'acknowledged' ? endedAt + CLOCK_MS : Number.POSITIVE_INFINITY;
}

function told({ kind, personId, paperId, startedAt, endedAt }: Sent): string {
  const time = (at: number): string => new Date(at).toISOString().slice(11);
  return `${kind} of ${paperId} by ${personId} from ${time(startedAt)} to ${time(endedAt)}`;
}
