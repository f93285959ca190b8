import { cleanLine, type PaperRecord } from '@paperboy/contracts';
import { z } from 'zod';
import { authorsFromLine, authorsFromParts } from '../record/names.js';
import { submitUntil } from '../record/newly-announced.js';
import { arxivId, toRecord } from '../record/record.js';
import { Refused } from '../record/refusal.js';
import { versionsOf } from '../record/versions.js';
import { childOf, childrenOf, type Element, textIn } from './xml.js';

/** What is needed to read a record. */
export interface OaiReading {
  readonly importId?: string | undefined;
  readonly submitFrom: ReadonlySet<string>;
  readonly now: Date;
}

const IDENTIFIER = /^oai:arXiv\.org:(.+)$/;

/** The id of the paper in a header with the status `deleted`. Throws Refused. */
export function deletedIdOf(header: Element): string {
  return arxivId(IDENTIFIER.exec(textIn(header, 'identifier').trim())?.[1] ?? '');
}

/** The record out of a `<record>` in arXiv's formats `arXivRaw` or `arXiv`. Throws Refused. */
export function recordOf(element: Element, { importId, submitFrom, now }: OaiReading): PaperRecord {
  const day = z.iso.date().safeParse(textIn(childOf(element, 'header'), 'datestamp').trim().slice(0, 10));
  const metadata = childOf(element, 'metadata');
  const raw = childOf(metadata, 'arXivRaw');
  const said = raw ?? childOf(metadata, 'arXiv');
  if (!said) throw new Refused('details-invalid');
  const text = (name: string) => cleanLine(textIn(said, name));
  const optional = (name: string) => text(name) || undefined;
  const modifiedAt = day.success ? `${day.data}T00:00:00.000Z` : undefined;
  const record = toRecord({
    paperId: text('id'),
    source: 'arxiv-oai',
    importId,
    observedAt: now.toISOString(),
    ...(raw ? rawVersionsOf(raw) : datesOf(said)),
    modifiedAt,
    title: text('title'),
    abstract: text('abstract'),
    authors: raw ? authorsFromLine(textIn(raw, 'authors')) : authorsOf(said),
    categories: text('categories').split(' ').filter(Boolean),
    comment: optional('comments'),
    journalRef: optional('journal-ref'),
    doi: optional('doi'),
    license: optional('license'),
  });
  const until = modifiedAt && submitUntil(record, new Date(modifiedAt), submitFrom, now);
  return until ? { ...record, announcement: { kind: 'new', at: modifiedAt }, submitUntil: until } : record;
}

function rawVersionsOf(raw: Element): ReturnType<typeof versionsOf> {
  return versionsOf(
    childrenOf(raw, 'version').map((version) => ({
      version: version.attributes.version,
      created: textIn(version, 'date'),
    })),
  );
}

/** The format `arXiv` has days and no version numbers: a paper that was updated counts as version 2. */
function datesOf(said: Element): Pick<PaperRecord, 'version' | 'publishedAt' | 'updatedAt'> {
  const [created, updated] = ['created', 'updated'].map((name) => textIn(said, name).trim());
  if (!created) throw new Refused('versions-missing');
  const days = [created, updated || created].map((day) => z.iso.date().safeParse(day).data);
  if (!days[0] || !days[1]) throw new Refused('versions-invalid');
  return {
    version: updated ? 2 : 1,
    publishedAt: `${days[0]}T00:00:00.000Z`,
    updatedAt: `${days[1]}T00:00:00.000Z`,
  };
}

function authorsOf(said: Element): PaperRecord['authors'] {
  return authorsFromParts(
    childrenOf(childOf(said, 'authors'), 'author').map((element) => [
      ...['keyname', 'forenames', 'suffix'].map((name) => textIn(element, name)),
      ...childrenOf(element, 'affiliation').map(({ text }) => text),
    ]),
  );
}
