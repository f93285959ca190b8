import type { EventData, PaperRecord, recordDeleted } from '@paperboy/contracts';

/** A record that is to be published, or a deletion. */
export type OutgoingRecord = PaperRecord | EventData<typeof recordDeleted>;

const DAY_MS = 86_400_000;
/** A paper whose first version is older than this is bulk and not news, also when arXiv changed it today. */
const NEWS_DAYS = 14;
/** The whole batch may go to one partition, and Kafka takes at most 1 MiB for a partition at once. */
const RECORDS = 500;
const BYTES = 700_000;

/**
 * Whether a record is news. Records of bulk wait for votes and submissions, and their papers count as arrived when they
 * were published.
 */
export function isNews(outgoing: OutgoingRecord, now: Date): boolean {
  return !('version' in outgoing) || now.getTime() - Date.parse(outgoing.publishedAt) < NEWS_DAYS * DAY_MS;
}

/** Cuts records into batches that Kafka takes with one request. */
export function batchesOf(outgoing: readonly OutgoingRecord[]): OutgoingRecord[][] {
  const batches: OutgoingRecord[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const one of outgoing) {
    const size = Buffer.byteLength(JSON.stringify(one));
    const last = batches.at(-1);
    if (!last || last.length >= RECORDS || bytes + size > BYTES) {
      batches.push([one]);
      bytes = size;
    } else {
      last.push(one);
      bytes += size;
    }
  }
  return batches;
}
