import { createHash } from 'node:crypto';

/** The least number of people in a ring. */
export const LEAST_PEOPLE = 3;
/** The least number of the ring's papers for which each of them voted. */
export const LEAST_PAPERS = 3;
/** Their accounts were made within this time. */
export const SAME_AGE_MS = 3 * 86_400_000;

/** A person who shares a network with others, and the papers for which the person recently voted. */
export interface PossibleMember {
  id: string;
  /** When the account was made, in epoch milliseconds. */
  madeAt: number;
  papers: ReadonlySet<string>;
}

/** The ids of people who vote together, and of the papers for which they vote, both sorted. */
export interface FoundRing {
  id: string;
  people: string[];
  papers: string[];
}

/**
 * The rings among people of one network. The accounts of a ring were made within SAME_AGE_MS. Its papers are those for
 * which at least LEAST_PEOPLE of its people voted. Each person voted for at least LEAST_PAPERS of them, and they are at
 * least half of all papers for which the person voted.
 */
export function ringsOf(voters: readonly PossibleMember[]): FoundRing[] {
  return sameAge(voters).flatMap((group) => {
    const { people, papers } = together(group);
    return people.length < LEAST_PEOPLE ? [] : [named(people, papers)];
  });
}

/** Groups of people whose accounts were made within SAME_AGE_MS after the oldest account of the group. */
function sameAge(voters: readonly PossibleMember[]): PossibleMember[][] {
  const groups: PossibleMember[][] = [];
  for (const voter of voters.toSorted((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1))) {
    const group = groups.at(-1);
    if (group?.[0] && voter.madeAt - group[0].madeAt <= SAME_AGE_MS) group.push(voter);
    else groups.push([voter]);
  }
  return groups;
}

/** Removes the people who do not fulfil the rule, and repeats that until all who are left do. */
function together(group: readonly PossibleMember[]): { people: PossibleMember[]; papers: string[] } {
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

function shared(people: readonly PossibleMember[]): string[] {
  const votes = new Map<string, number>();
  for (const { papers } of people) for (const paper of papers) votes.set(paper, (votes.get(paper) ?? 0) + 1);
  return [...votes].flatMap(([paper, count]) => (count >= LEAST_PEOPLE ? [paper] : [])).toSorted();
}

/** The ring of these people and papers. Its id is a hash of both, so a later search finds it under the same id. */
function named(voters: readonly PossibleMember[], papers: string[]): FoundRing {
  const people = voters.map(({ id }) => id).toSorted();
  const id = createHash('sha256')
    .update(`${people.join(' ')}\n${papers.join(' ')}`)
    .digest('hex')
    .slice(0, 24);
  return { id, people, papers };
}
