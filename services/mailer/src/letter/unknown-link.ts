import { notFound, type Problem } from '@paperboy/platform';

/** 404 `unknown-link`: a link that no mail of ours has. */
export function unknownLink(): Problem {
  return notFound('unknown-link', 'This link is not one of ours; perhaps a part of it is missing.');
}
