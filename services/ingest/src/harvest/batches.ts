import type { EventData, PaperRecord, recordDeleted } from '@paperboy/contracts';

/** A record that is to be published, or a deletion. */
export type OutgoingRecord = PaperRecord | EventData<typeof recordDeleted>;

const DAY_MS = 86_400_000;
/** Older papers come as bulk: they are no news, however lately arXiv has touched them. */
const NEWS_DAYS = 14;
/** A batch may all go to one partition, and stays under Kafka's 1 MiB for one. */
const RECORDS = 500;
const BYTES = 700_000;

/** Whether a record is news: bulk ones wait for people and arrived when they were published. */
export function isNews(outgoing: OutgoingRecord, now: Date): boolean {
  return !('version' in outgoing) || now.getTime() - Date.parse(outgoing.publishedAt) < NEWS_DAYS * DAY_MS;
}

/** Cuts what is to be published into pieces that Kafka takes at once. */
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
