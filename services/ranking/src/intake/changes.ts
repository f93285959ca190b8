import {
  type CommentState,
  type PaperState,
  type PersonState,
  paperLinks,
  topics,
  type VoteState,
} from '@paperboy/contracts';
import { type Calendar, neighbour, placeOfDay } from '@paperboy/platform';
import type { Card } from '../live/card.js';
import type { ListPeriods, StateChange } from '../live/state-change.js';
import { packVote, sortable } from '../live/vote-entry.js';

/** An event as the lists need it: its topic, key, and state; null is a tombstone. */
export interface ChangeEvent {
  readonly topic: string;
  readonly key: string;
  readonly data: unknown;
}

/** What an event changes in the lists. */
export function changeOf(event: ChangeEvent, calendar: Calendar): StateChange {
  switch (event.topic) {
    case topics.votes.name:
      return voteChange(event.key, event.data as VoteState | null);
    case topics.papers.name:
      return event.data ? paperChange(event.data as PaperState, calendar) : ['paper', event.key];
    case topics.comments.name:
      return event.data ? commentChange(event.data as CommentState) : ['comment', event.key];
    case topics.people.name:
      return event.data ? personChange(event.data as PersonState) : ['person', event.key];
    default:
      throw new Error(`Ranking has no lists for events of ${event.topic}.`);
  }
}

function voteChange(key: string, vote: VoteState | null): StateChange {
  if (!vote) {
    const colon = key.lastIndexOf(':');
    return ['vote', key.slice(0, colon), key.slice(colon + 1)];
  }
  const { flag, times } = packVote(vote);
  return ['vote', vote.paperId, vote.personId, vote.seq, flag, times];
}

function commentChange(comment: CommentState): StateChange {
  const shown = comment.state === 'shown' ? 1 : 0;
  return ['comment', comment.id, comment.paperId, comment.seq, shown, Date.parse(comment.postedAt)];
}

function personChange(person: PersonState): StateChange {
  // The pipe separates the fields in Redis; the name stands last and may hold one.
  return ['person', person.id, person.seq, person.handle.replaceAll('|', '/'), person.name];
}

function paperChange(paper: PaperState, calendar: Calendar): StateChange {
  const arrival = Date.parse(paper.arrivedAt);
  return [
    'paper',
    paper.id,
    paper.seq,
    JSON.stringify(cardOf(paper)),
    arrival,
    sortable(arrival),
    [...new Set(paper.categories)].join(','),
    paper.withdrawnAt !== undefined,
    paper.submission ? placeOf(paper.submission, calendar) : false,
  ];
}

function placeOf(submission: NonNullable<PaperState['submission']>, calendar: Calendar): ListPeriods {
  const at = Date.parse(submission.at);
  const { day, week, month } = placeOfDay(calendar.dayAt(at));
  const next = placeOfDay(neighbour({ cadence: 'day', name: day }, 1).name);
  const person = submission.byKind === 'person' ? 1 : 0;
  return [day, week, month, next.day, next.week, next.month, sortable(at), at, person, submission.by];
}

function cardOf(paper: PaperState): Card {
  const links = paperLinks(paper);
  return {
    title: paper.title,
    summary: paper.summary,
    authors: paper.authors.map(({ name }) => name),
    categories: paper.categories,
    publishedAt: paper.publishedAt,
    ...(paper.submission ? { submittedAt: paper.submission.at, submittedBy: paper.submission.by } : {}),
    ...(paper.withdrawnAt === undefined ? {} : { withdrawnAt: paper.withdrawnAt }),
    sample: paper.sample,
    ...(Object.keys(links).length > 0 ? { links } : {}),
    ...(paper.authorCommented ? { authorCommented: true } : {}),
  };
}
