import { paperIdOf } from '@paperboy/contracts';
import { notFound } from '@paperboy/platform';

/** The id of a paper in a path, without its version. Throws a 404 Problem for what is no id. */
export function knownPaperId(id: string): string {
  const paperId = paperIdOf(id);
  if (paperId === undefined)
    throw notFound('unknown-paper', 'There is no such paper: an arXiv id looks like 2602.23229.');
  return paperId;
}
