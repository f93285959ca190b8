import type { PaperRecord } from '@paperboy/contracts';
import { rfc2822Moment } from './dates.js';
import { Refused } from './refusal.js';

/** A version as arXiv writes it: `v2` and its date in the form of RFC 2822. */
export interface WrittenVersion {
  readonly version: unknown;
  readonly created: unknown;
}

/** The number and dates of a paper out of its versions, which may stand in any order. Throws Refused. */
export function versionsOf(
  entries: readonly WrittenVersion[],
): Pick<PaperRecord, 'version' | 'publishedAt' | 'updatedAt'> {
  const read = entries.map(({ version, created }) => {
    const number = typeof version === 'string' ? Number(/^v([1-9]\d{0,4})$/.exec(version)?.[1]) : Number.NaN;
    const moment = typeof created === 'string' ? rfc2822Moment(created) : undefined;
    if (Number.isNaN(number) || !moment) throw new Refused('versions-invalid');
    return { number, at: moment.toISOString() };
  });
  read.sort((left, right) => left.number - right.number);
  const first = read[0];
  const last = read[read.length - 1];
  if (!first || !last) throw new Refused('versions-missing');
  return { version: last.number, publishedAt: first.at, updatedAt: last.at };
}
