import {
  type CommentState,
  type PaperState,
  type PersonState,
  topics,
  type VoteState,
} from '@paperboy/contracts';
import { placeOfDay } from '@paperboy/platform';
import { bucketsOf } from '../src/formula/trending.js';
import type { ChangeEvent } from '../src/intake/changes.js';
import type { Scope } from '../src/live/live-lists.store.js';
import { calendar, trending } from './histories.js';

/** Makes the lists in the simplest way: keeps the newest state of each key, then counts and sorts everything. */
export function oracle(events: readonly ChangeEvent[]) {
  const states = new Map<string, { topic: string; data: unknown; seq: number }>();
  for (const { topic, key, data } of events) {
    const seq = (data as { seq: number } | null)?.seq;
    const known = states.get(`${topic} ${key}`);
    if (seq === undefined) states.delete(`${topic} ${key}`);
    else if (!known || seq > known.seq) states.set(`${topic} ${key}`, { topic, data, seq });
  }
  const all = <T>(topic: { name: string }) =>
    [...states.values()].filter((state) => state.topic === topic.name).map(({ data }) => data as T);
  const people = new Map(all<PersonState>(topics.people).map((person) => [person.id, person]));
  const papers = all<PaperState>(topics.papers).map((paper) => {
    const votes = all<VoteState>(topics.votes).filter(
      (vote) => vote.paperId === paper.id && vote.standing && vote.counts,
    );
    const comments = all<CommentState>(topics.comments).filter(
      (comment) => comment.paperId === paper.id && comment.state === 'shown',
    );
    const times = votes.map((vote) => Date.parse((vote.history[0] as { castAt: string }).castAt));
    const score = trending.score(
      bucketsOf(
        times,
        comments.map(({ postedAt }) => Date.parse(postedAt)),
      ),
    );
    return { paper, upvotes: votes.length, comments: comments.length, score };
  });
  type Counted = (typeof papers)[number];
  const byId = (a: Counted, b: Counted) => (a.paper.id < b.paper.id ? -1 : 1);
  const earlier = (a: Counted, b: Counted) =>
    Date.parse(a.paper.submission?.at ?? '') - Date.parse(b.paper.submission?.at ?? '') || byId(a, b);
  const isPerson = ({ paper }: Counted) => (paper.submission?.byKind === 'person' ? 1 : 0);
  const listOf = (list: string): Counted[] => {
    if (list === 'new') {
      return papers
        .filter(({ paper }) => !paper.withdrawnAt)
        .sort((a, b) => Date.parse(b.paper.arrivedAt) - Date.parse(a.paper.arrivedAt) || byId(a, b));
    }
    if (list === 'trending') {
      return papers
        .filter(({ paper, score }) => paper.submission && !paper.withdrawnAt && score !== undefined)
        .sort((a, b) => (b.score as number) - (a.score as number) || earlier(a, b));
    }
    const [cadence, name] = list.split(':') as ['day' | 'week' | 'month', string];
    return papers
      .filter(
        ({ paper }) =>
          paper.submission && placeOfDay(calendar.dayAt(Date.parse(paper.submission.at)))[cadence] === name,
      )
      .sort((a, b) => b.upvotes - a.upvotes || isPerson(b) - isPerson(a) || earlier(a, b));
  };
  const shown = ({ paper, upvotes, comments, score }: Counted) => {
    const submitter = paper.submission && people.get(paper.submission.by);
    return {
      id: paper.id,
      title: paper.title,
      upvotes,
      comments,
      score,
      submitter: submitter && { handle: submitter.handle, name: submitter.name },
    };
  };
  return {
    list: (list: string, scope: Scope) => {
      const inScope = ({ paper }: Counted) => {
        if (scope === '') return true;
        if (scope.startsWith('c:')) return paper.categories.includes(scope.slice(2));
        const handle = scope.slice(2);
        const id = [...people.values()].find((person) => person.handle === handle)?.id ?? handle;
        return paper.submission?.by === id;
      };
      return listOf(list).filter(inScope).map(shown);
    },
    periods: (cadence: 'day' | 'week' | 'month') =>
      [
        ...new Set(
          papers.flatMap(({ paper }) =>
            paper.submission ? placeOfDay(calendar.dayAt(Date.parse(paper.submission.at)))[cadence] : [],
          ),
        ),
      ].sort(),
  };
}
