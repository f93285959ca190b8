import { createHash } from 'node:crypto';
import type { Digest } from './digest.js';

/** The stored content of a digest: its papers, and which choices brought each. */
export interface DigestRecord {
  /** Made of the edition and the content, so that all who got the same share it. */
  _id: string;
  /** The different reasons, each once, such as `keyword: diffusion`. */
  reasons: string[];
  /** In the order of the digest. */
  papers: RecordedPaper[];
  composedAt: Date;
}

/** A paper of a digest. */
export interface RecordedPaper {
  id: string;
  /** Indexes in `reasons`. */
  why: number[];
  /** Present when keywords or authors found it beyond the edition. */
  match?: true;
}

/** The record of a digest. */
export function recordOf(editionId: string, { items, matches }: Digest, composedAt: Date): DigestRecord {
  const reasons = [...new Set([...items, ...matches].flatMap(({ why }) => why))];
  const recorded = ({ id, why }: Digest['items'][number]) => ({
    id,
    why: why.map((reason) => reasons.indexOf(reason)),
  });
  const papers: RecordedPaper[] = [
    ...items.map(recorded),
    ...matches.map((item) => ({ ...recorded(item), match: true as const })),
  ];
  const digest = createHash('sha256')
    .update(JSON.stringify([reasons, papers]))
    .digest('base64url');
  return { _id: `${editionId}.${digest.slice(0, 16)}`, reasons, papers, composedAt };
}
