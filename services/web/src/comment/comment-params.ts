import { comments } from '@paperboy/contracts';
import { notFound } from '@paperboy/platform';
import { knownPaperId } from '../shell/paper-id.js';

/** The contract's schema, checked here because the id of a comment becomes part of paths. */
const COMMENT_ID = comments.one.params.shape.comment;

/** The ids of a paper and a comment in a path. Throws a 404 Problem for what is no id. */
export function commentParams({ id, comment }: { id: string; comment: string }): {
  id: string;
  comment: string;
} {
  const read = COMMENT_ID.safeParse(comment);
  if (!read.success) throw notFound('unknown-comment', 'This paper has no such comment.');
  return { id: knownPaperId(id), comment: read.data };
}
