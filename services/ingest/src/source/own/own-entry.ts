import { createHash } from 'node:crypto';
import { categoryName, cleanLine, type PaperRecord } from '@paperboy/contracts';
import { rfc2822Moment } from '../../record/dates.js';
import { authorsFromLine } from '../../record/names.js';
import { toRecord } from '../../record/record.js';
import { Refused } from '../../record/refusal.js';

/** An entry of an operator's own source, in the words of the source. Fields that it does not have are empty. */
export interface OwnEntry {
  /** What the source calls the paper: an id, an address or a tag. */
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  /** Each a name, or several in one line. */
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  readonly published: string;
  readonly updated: string;
  readonly url: string;
  readonly license: string;
  readonly doi: string;
  readonly comment: string;
}

/** The values for papers whose entries do not have them. */
export interface OwnDefaults {
  /** The name space of its ids. */
  readonly name: string;
  /** arXiv's category of papers that name none. */
  readonly category: string;
  readonly license?: string;
}

const LONGEST_ID = 40;
/** The length of the digest that ends an id that was too long and was cut, so that two such ids stay different. */
const DIGEST_LENGTH = 8;
/** The beginning of an id, before the part that differs between papers. */
const BEFORE = /^(?:https?:\/\/[^/]*\/?|oai:[^:]*:|tag:[^:]*:|urn:[a-z0-9-]+:)/i;

/** The id of a paper in the name space of its source: `lab:2026-17`. Throws Refused. */
export function ownIdOf(name: string, said: string): string {
  const text = said.trim();
  const local = text
    .replace(BEFORE, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '');
  if (local === '') throw new Refused('id-missing');
  const most = LONGEST_ID - name.length - 1;
  if (local.length <= most) return `${name}:${local}`;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, DIGEST_LENGTH);
  return `${name}:${local.slice(0, most - DIGEST_LENGTH - 1)}-${digest}`;
}

/** Makes a record of an entry. Such a source has no versions, so every record has version 1. Throws Refused. */
export function ownRecord(entry: OwnEntry, { name, category, license }: OwnDefaults, now: Date): PaperRecord {
  const published = instantOf(entry.published || entry.updated);
  const updated = entry.updated === '' ? published : instantOf(entry.updated);
  const url = /^https?:\/\/[^\s"<>\\]{1,480}$/.test(entry.url) ? entry.url : undefined;
  const known = entry.categories.filter((one) => categoryName(one) !== undefined);
  return toRecord({
    paperId: ownIdOf(name, entry.id),
    source: 'own',
    observedAt: now.toISOString(),
    version: 1,
    publishedAt: published,
    updatedAt: updated < published ? published : updated,
    title: cleanLine(entry.title),
    abstract: cleanLine(entry.abstract),
    authors: entry.authors.flatMap(authorsFromLine),
    categories: known.length > 0 ? known : [category],
    comment: cleanLine(entry.comment) || undefined,
    doi: cleanLine(entry.doi) || undefined,
    license: cleanLine(entry.license) || license,
    url,
  });
}

/** The moment of a date as RSS, Atom and people write it; for a day alone, its beginning. Throws Refused. */
function instantOf(text: string): string {
  const moment = rfc2822Moment(text) ?? (/^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : undefined);
  if (!moment || Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9_999)
    throw new Refused('dates-invalid');
  return moment.toISOString();
}
