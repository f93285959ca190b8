import type { PaperState, VoteState } from '@paperboy/contracts';
import { topics } from '@paperboy/contracts';
import type { EventBatch } from '@paperboy/messaging';
import type { PaperBatch, PaperChange } from '../index/index-writer.store.js';

/** What a batch of Kafka means for the index; `dayOf` says which day of the publication a moment is of. */
export function paperBatch(batch: EventBatch, dayOf: (at: Date) => string, now: Date): PaperBatch {
  const { topic, partition, events, firstOffset, nextOffset } = batch;
  const papers: PaperChange[] = [];
  const voted: string[] = [];
  for (const { key, data } of events) {
    if (topic === topics.votes.name)
      // An id of a source of one's own holds a colon too.
      voted.push((data as VoteState | null)?.paperId ?? key.slice(0, key.lastIndexOf(':')));
    else if (data === null) papers.push({ gone: key });
    else papers.push(indexed(data as PaperState, dayOf));
  }
  return {
    source: `${topic}/${partition}`,
    first: String(firstOffset),
    next: String(nextOffset),
    papers,
    voted,
    now: now.getTime(),
  };
}

function indexed(state: PaperState, dayOf: (at: Date) => string): PaperChange {
  const arrivedOn = dayOf(new Date(state.arrivedAt));
  return state.submission === undefined
    ? { state, arrivedOn }
    : { state, arrivedOn, day: dayOf(new Date(state.submission.at)) };
}
