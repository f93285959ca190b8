import { createHash } from 'node:crypto';

/** A ring has so many people. */
export const LEAST_PEOPLE = 3;
/** Each of them voted for so many of its papers. */
export const LEAST_PAPERS = 3;
/** Their accounts were made within this time. */
export const SAME_AGE_MS = 3 * 86_400_000;

/** A person who shares a network with others, and what the person voted for lately. */
export interface Voter {
  id: string;
  /** When the account was made, in epoch milliseconds. */
  madeAt: number;
  papers: ReadonlySet<string>;
}

/** People who vote together, and the papers that they vote for, both in order. */
export interface FoundRing {
  id: string;
  people: string[];
  papers: string[];
}

/**
 * The rings among people of one network. Their accounts are as old as each other; at least half of what each of them
 * voted for, and at least LEAST_PAPERS, are papers for which LEAST_PEOPLE of them voted.
 */
export function ringsOf(voters: readonly Voter[]): FoundRing[] {
  return sameAge(voters).flatMap((group) => {
    const { people, papers } = together(group);
    return people.length < LEAST_PEOPLE ? [] : [named(people, papers)];
  });
}

/** People in groups, by when their accounts were made: a group begins with its eldest account. */
function sameAge(voters: readonly Voter[]): Voter[][] {
  const groups: Voter[][] = [];
  for (const voter of voters.toSorted((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1))) {
    const group = groups.at(-1);
    if (group?.[0] && voter.madeAt - group[0].madeAt <= SAME_AGE_MS) group.push(voter);
    else groups.push([voter]);
  }
  return groups;
}

/** Leaves out who does not belong, until everyone does who is left. */
function together(group: readonly Voter[]): { people: Voter[]; papers: string[] } {
  let people = [...group];
  for (;;) {
    const papers = shared(people);
    const left = people.filter(({ papers: own }) => {
      const common = papers.filter((paper) => own.has(paper)).length;
      return common >= LEAST_PAPERS && common * 2 >= own.size;
    });
    if (left.length === people.length) return { people, papers };
    people = left;
  }
}

function shared(people: readonly Voter[]): string[] {
  const votes = new Map<string, number>();
  for (const { papers } of people) for (const paper of papers) votes.set(paper, (votes.get(paper) ?? 0) + 1);
  return [...votes].flatMap(([paper, count]) => (count >= LEAST_PEOPLE ? [paper] : [])).toSorted();
}

/** The same people and papers are the same ring, whenever they are found. */
function named(voters: readonly Voter[], papers: string[]): FoundRing {
  const people = voters.map(({ id }) => id).toSorted();
  const id = createHash('sha256')
    .update(`${people.join(' ')}\n${papers.join(' ')}`)
    .digest('hex')
    .slice(0, 24);
  return { id, people, papers };
}
