import { z } from 'zod';

/** The id of an author within answers. It is made of the paper and the author's index, since authors have no ids. */
export function authorIdOf(paperId: string, index: number): string {
  return `${paperId}.${index + 1}`;
}

/** A person's opaque id: 12 characters of base64url, or the name of a feed that submits by itself. */
export const personIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,24}$/, 'expected the id of a person');

/** The submitter of papers that ingest puts on the list by itself. */
export const FEED_PERSON_ID = 'arxiv';

/** The submitter of papers that are on the list of a day because another site listed them on that day. */
export const ELSEWHERE_PERSON_ID = 'elsewhere';

/** The public names of submitters that are no people, by their ids, which are their handles as well. */
export const FEED_NAMES: ReadonlyMap<string, string> = new Map([
  [FEED_PERSON_ID, 'arXiv'],
  [ELSEWHERE_PERSON_ID, 'Elsewhere'],
]);

/** Replaces the id of a person whose account is deleted. */
export const FORMER_PERSON_ID = 'former-reader';

/** The name of a submitter whose name is not known, or no longer known. */
export function namelessPerson(id: string): { handle: string; name: string } {
  const name = FEED_NAMES.get(id) ?? (id === FORMER_PERSON_ID ? 'A former reader' : 'A reader');
  return { handle: id, name };
}

/** An arXiv category such as `cs.AI` or `hep-th`. */
export const categorySchema = z
  .string()
  .max(30)
  .regex(/^[a-z]+(-[a-z]+)*(\.[A-Za-z-]+)?$/, 'expected an arXiv category such as cs.AI or hep-th');

/** A moment in UTC with milliseconds, such as `2026-11-22T08:15:00.000Z`. */
export const instantSchema = z.iso.datetime({ offset: false });

/** An edition: `day-2026-11-22`, `week-2026-W47` or `month-2026-11`. */
export const editionIdSchema = z
  .string()
  .regex(
    /^(day-\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])|week-\d{4}-W(0[1-9]|[1-4]\d|5[0-3])|month-\d{4}-(0[1-9]|1[0-2]))$/,
    'expected day-YYYY-MM-DD, week-YYYY-Www or month-YYYY-MM',
  );

/** Raised by every change of an aggregate; an event with a lower one changes nothing. */
export const seqSchema = z.int().positive();
