import type { ChangedPaper } from '@paperboy/contracts';
import type { EarlierText } from '../paper/paper.schema.js';

/** Why a person sees the changes of a paper: what the person did with it. */
export type Reason = ChangedPaper['because'][number];

/** A paper with the times at which it changed, the oldest first. */
export interface Changing {
  version: number;
  withdrawn: boolean;
  earlier: readonly Pick<EarlierText, 'version' | 'withdrawn' | 'until'>[];
}

/**
 * What changed in a paper since a moment; undefined when nothing did. When the text of that moment is no longer kept,
 * the oldest kept one takes its place.
 */
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

/** When a person last dealt with a paper, and everything that the person did with it. */
export interface Dealt {
  at: Date;
  because: Reason[];
}

/** Groups what a person did by paper. */
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
