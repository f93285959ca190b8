import type { CommentState, PaperState, PersonState, VoteState } from '@paperboy/contracts';
import type { Calendar } from '@paperboy/platform';
import { samplePapers } from './content/papers.js';
import { samplePeople } from './content/people.js';
import type { SamplePaper } from './content/sample-paper.js';

/** Days that the sample covers, today included. */
const DAYS = 14;
/** Ids of papers of the sample. arXiv never issues ids with this month, which does not exist. */
export const SAMPLE_PAPER_ID = /^2600\./;
/** Ids of people and comments of the sample. */
export const SAMPLE_ID = /^sample-/;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The public state of a planned document, without `seq`. */
type Stateless<State> = Omit<State, 'seq'>;

/** All that a sample publication consists of. */
export interface SamplePlan {
  papers: Stateless<PaperState>[];
  people: { state: Stateless<PersonState>; role: 'reader' | 'curator'; address: string; createdAt: Date }[];
  votes: Stateless<VoteState>[];
  comments: { state: Stateless<CommentState>; text: string }[];
}

/**
 * Plans the sample of a day. The same `day` and `now` give the same plan. Nothing in it lies in the future: what
 * belongs to the current day happens in the part of it that is over.
 */
export function planSample(day: string, now: Date, calendar: Calendar): SamplePlan {
  const dice = mulberry32(seedOf(day));
  const listed = samplePapers.filter(({ unsubmitted }) => !unsubmitted).length;
  const people = planPeople(new Date(calendar.startOf(day)));
  const plan: SamplePlan = { papers: [], people, votes: [], comments: [] };
  let place = 0;
  samplePapers.forEach((paper, index) => {
    const daysAgo = Math.floor((place * DAYS) / listed);
    if (!paper.unsubmitted) place += 1;
    const window = {
      start: new Date(calendar.startOf(day, -daysAgo)),
      end: new Date(calendar.startOf(day, 1 - daysAgo)),
    };
    addPaper(plan, paper, index, fitInto(window, now, dice()), now, dice);
  });
  return plan;
}

function planPeople(today: Date): SamplePlan['people'] {
  return samplePeople.map(({ handle, name, curates }, index) => ({
    state: { id: `sample-${handle}`, handle, name, sample: true },
    role: curates ? 'curator' : 'reader',
    address: `sample-${handle}@example.org`,
    createdAt: new Date(today.getTime() - (60 + index) * DAY),
  }));
}

function addPaper(
  plan: SamplePlan,
  paper: SamplePaper,
  index: number,
  submittedAt: Date,
  now: Date,
  dice: () => number,
): void {
  const id = `2600.${String(index + 1).padStart(5, '0')}`;
  const arrivedAt = new Date(submittedAt.getTime() - (2 + dice() * 8) * HOUR);
  const publishedAt = new Date(arrivedAt.getTime() - (18 + dice() * 40) * HOUR);
  const submitter = pick(
    plan.people.filter(({ role }) => (index % 3 === 0 ? role === 'reader' : role === 'curator')),
    dice,
  );
  plan.papers.push({
    id,
    version: paper.withdrawn ? 2 : 1,
    title: paper.title,
    summary: paper.abstract,
    authors: paper.authors.split('; ').map((name) => ({ name })),
    categories: paper.categories.split(' '),
    publishedAt: publishedAt.toISOString(),
    updatedAt: (paper.withdrawn ? between(submittedAt, now, 0.5) : publishedAt).toISOString(),
    arrivedAt: arrivedAt.toISOString(),
    ...(paper.comment && { comment: paper.comment }),
    ...(paper.journalRef && { journalRef: paper.journalRef }),
    ...(paper.withdrawn && { withdrawnAt: between(submittedAt, now, 0.5).toISOString() }),
    ...(!paper.unsubmitted && {
      submission: { by: submitter.state.id, byKind: 'person' as const, at: submittedAt.toISOString() },
    }),
    sample: true,
  });
  const voters = shuffled(plan.people, dice).slice(0, Math.round(paper.pull * plan.people.length));
  for (const voter of voters) {
    plan.votes.push(planVote(id, voter.state.id, afterwards(submittedAt, now, dice), now, dice));
  }
  const commenters = shuffled(plan.people, dice);
  (paper.remarks ?? []).forEach((text, at) => {
    const personId = commenters[at % commenters.length]?.state.id ?? 'sample-alice';
    const postedAt = afterwards(submittedAt, now, dice).toISOString();
    const comment = { id: `sample-${index + 1}-${at + 1}`, paperId: id, personId, postedAt };
    plan.comments.push({ state: { ...comment, state: 'shown', sample: true }, text });
  });
}

/** Plans a vote. One in twenty-five is withdrawn later, as real ones are. */
function planVote(
  paperId: string,
  personId: string,
  castAt: Date,
  now: Date,
  dice: () => number,
): Stateless<VoteState> {
  const standing = dice() > 0.04;
  const withdrawnAt = standing ? undefined : between(castAt, now, dice()).toISOString();
  const period = { castAt: castAt.toISOString(), ...(withdrawnAt && { withdrawnAt }) };
  return { paperId, personId, standing, counts: true, history: [period], sample: true };
}

/** A random time after `from` and never after `now`, usually within some hours: the later, the less likely. */
function afterwards(from: Date, now: Date, dice: () => number): Date {
  const later = from.getTime() - Math.log(1 - dice()) * 9 * HOUR;
  return later < now.getTime() ? new Date(later) : between(from, now, dice());
}

function between(from: Date, to: Date, share: number): Date {
  return new Date(Math.round(from.getTime() + share * Math.max(0, to.getTime() - from.getTime())));
}

/** A moment within a day, or within the part of it that is over. */
function fitInto(window: { start: Date; end: Date }, now: Date, share: number): Date {
  const end = now < window.end ? now : window.end;
  // Within the first 60 %, so that time is left for votes on the same day.
  return between(window.start, end, share * 0.6);
}

function pick<T>(from: readonly T[], dice: () => number): T {
  return from[Math.floor(dice() * from.length)] as T;
}

function shuffled<T>(from: readonly T[], dice: () => number): T[] {
  const copy = [...from];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(dice() * (at + 1));
    [copy[at], copy[other]] = [copy[other] as T, copy[at] as T];
  }
  return copy;
}

function seedOf(day: string): number {
  return [...day].reduce((seed, character) => Math.imul(seed, 31) + character.charCodeAt(0), 7);
}

/** Random numbers from 0 to 1 out of a seed (mulberry32, by Tommy Ettinger, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
