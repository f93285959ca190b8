import type { ChangedPaper } from '@paperboy/contracts';
import type { EarlierText } from '../paper/paper.schema.js';

/** What makes a person hear of changes of a paper. */
export type Reason = ChangedPaper['because'][number];

/** A paper with the times at which it changed, the oldest first. */
export interface Changing {
  version: number;
  withdrawn: boolean;
  earlier: readonly Pick<EarlierText, 'version' | 'withdrawn' | 'until'>[];
}

/** What changed in a paper since a moment; undefined when nothing did. The oldest text that is kept stands for older ones. */
export function changeSince(
  { version, withdrawn, earlier }: Changing,
  moment: Date,
): Pick<ChangedPaper, 'changedAt' | 'readVersion' | 'version' | 'withdrawn'> | undefined {
  const read = earlier.find(({ until }) => until > moment);
  const last = earlier.at(-1);
  if (!read || !last) return undefined;
  return {
    changedAt: last.until.toISOString(),
    readVersion: read.version,
    version,
    withdrawn: withdrawn && !read.withdrawn,
  };
}

/** When a person last dealt with a paper, and how. */
export interface Dealt {
  at: Date;
  because: Reason[];
}

/** Brings together what a person did with papers: the last time of each, and everything that was done. */
export function dealtWith(
  deeds: readonly { paperId: string; at: Date; reason: Reason }[],
): Map<string, Dealt> {
  const dealt = new Map<string, Dealt>();
  for (const { paperId, at, reason } of deeds) {
    const before = dealt.get(paperId);
    dealt.set(paperId, {
      at: before && before.at > at ? before.at : at,
      because: [...new Set([...(before?.because ?? []), reason])],
    });
  }
  return dealt;
}
