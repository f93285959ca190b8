import type { Stage } from './stage.server.js';

/** Makes the fakes know how papers stand for Alice: which she upvotes, and what ranking has counted. */
export function knowStandings(
  { catalog, ranking }: Pick<Stage, 'catalog' | 'ranking'>,
  papers: Record<string, { upvotes: number; included?: boolean; upvoted?: boolean; counts?: boolean }>,
): void {
  const ids = Object.keys(papers);
  const upvoted = ids.filter((id) => papers[id]?.upvoted);
  const counted = upvoted.filter((id) => papers[id]?.counts !== false);
  catalog.on('POST /internal/votes/standing', { body: { upvoted, counted } });
  ranking.on('GET /internal/papers/standing', {
    body: {
      standings: ids.map((paperId) => ({
        paperId,
        upvotes: papers[paperId]?.upvotes,
        comments: 0,
        included: papers[paperId]?.included ?? false,
      })),
    },
  });
}
