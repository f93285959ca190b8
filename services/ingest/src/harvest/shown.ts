import type { ShownSource } from '@paperboy/contracts';
import type { OwnOptions } from '../source/own/own.source.js';
import type { SourceDocument } from './source.schema.js';

/** A source as operators see it. */
export function shown(source: SourceDocument, now: Date): ShownSource {
  const { _id: id, settings, importId, cursor = {}, pages, records, deletions, refused } = source;
  const { lastError, lastSuccessAt, nextAt } = source;
  const lag = lastSuccessAt && Math.max(0, Math.round((now.getTime() - lastSuccessAt.getTime()) / 1_000));
  const share = shareOf(source, now);
  return {
    id,
    protocol: settings.protocol,
    standing: importId === undefined,
    state: stateOf(source, now),
    cursor: Object.fromEntries(
      Object.entries(cursor)
        // Digests are of no use to people.
        .filter(([name]) => name !== 'seen')
        .map(([name, value]) => [name, String(value)]),
    ),
    pages,
    records,
    deletions,
    refused,
    ...(share === undefined ? {} : { share }),
    ...(lastSuccessAt && { lastSuccessAt: lastSuccessAt.toISOString() }),
    ...(lag === undefined ? {} : { lagSeconds: lag }),
    ...(lastError && { lastError: { ...lastError, at: lastError.at.toISOString() } }),
    ...(nextAt && { nextAt: nextAt.toISOString() }),
    ...(importId && { importId }),
    ...(settings.protocol === 'own' && ownParts(settings)),
  };
}

function ownParts({ url, license, everySeconds }: OwnOptions): Partial<ShownSource> {
  return { url, ...(license && { license }), ...(everySeconds !== undefined && { everySeconds }) };
}

function stateOf(
  { endedAt, nextAt, lease, failures, lastError }: SourceDocument,
  now: Date,
): ShownSource['state'] {
  if (endedAt) return lastError ? 'failing' : 'done';
  if (!nextAt) return 'off';
  if (lease && lease.until > now) return 'running';
  return failures > 0 ? 'failing' : 'waiting';
}

/**
 * How far a harvest is, from 0 to 1: by the length of its list when the source tells it, or else by the day it has
 * reached.
 */
function shareOf(
  { importId, settings, cursor, records, total, endedAt }: SourceDocument,
  now: Date,
): number | undefined {
  if (importId === undefined) return undefined;
  if (endedAt) return 1;
  if (total) return Math.min(1, records / total);
  if (settings.protocol !== 'oai' && settings.protocol !== 'papers-api') return undefined;
  const begun = settings.protocol === 'oai' ? settings.from : settings.since;
  const from = Date.parse(begun);
  const until = 'until' in settings && settings.until ? Date.parse(settings.until) : now.getTime();
  const at = Date.parse(String(cursor?.readTo ?? cursor?.day ?? begun));
  return until > from ? Math.min(1, Math.max(0, (at - from) / (until - from))) : undefined;
}
