import type { PaperState, VoteState } from '@paperboy/contracts';
import { topics } from '@paperboy/contracts';
import type { EventBatch } from '@paperboy/messaging';
import type { PaperBatch, PaperChange } from '../index/index-writer.store.js';

/** The changes of the index for a batch of Kafka. `dayOf` returns the publication's day of a moment. */
export function paperBatch(batch: EventBatch, dayOf: (at: Date) => string, now: Date): PaperBatch {
  const { topic, partition, events, firstOffset, nextOffset } = batch;
  const papers: PaperChange[] = [];
  const voted: string[] = [];
  for (const { key, data } of events) {
    if (topic === topics.votes.name)
      // The id of a paper from an own source holds a colon too, so the last one separates the ids.
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
