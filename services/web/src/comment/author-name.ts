import type { ShownComment } from '@paperboy/contracts';

/** The name of the person who wrote a comment, within a sentence. */
export function authorName({ by }: Pick<ShownComment, 'by'>): string {
  return by?.name ?? 'a former reader';
}
