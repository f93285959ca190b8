import type { DigestChoices } from '@paperboy/contracts';

/** The part of a paper that choices depend on. */
interface Choosable {
  upvotes: number;
  paper: { categories?: readonly string[] | undefined };
}

/** Whether choices filter the papers of an edition, so that a digest is not just the top of its edition. */
export function leavesOut({ categories, minUpvotes }: DigestChoices): boolean {
  return categories.length > 0 || minUpvotes > 0;
}

/**
 * The reasons why a paper is in a digest, such as `category: cs.LG`. Empty for a reader without choices. Undefined for
 * a paper that the choices leave out.
 */
export function reasonsToShow(
  { upvotes, paper }: Choosable,
  { categories, minUpvotes }: DigestChoices,
): string[] | undefined {
  if (upvotes < minUpvotes) return undefined;
  const wanted = categories.filter((wish) =>
    // An archive such as `cs` stands for all of its categories.
    paper.categories?.some((category) => category === wish || category.startsWith(`${wish}.`)),
  );
  if (categories.length > 0 && wanted.length === 0) return undefined;
  return [
    ...wanted.map((category) => `category: ${category}`),
    ...(minUpvotes > 0
      ? [`at least ${minUpvotes.toLocaleString('en')} upvote${minUpvotes === 1 ? '' : 's'}`]
      : []),
  ];
}

/** The key of choices. Readers with the same key get the same digest, which is composed once. */
export function choicesKey(choices: DigestChoices): string {
  const { categories, minUpvotes, keywords, authors, papers, format, evenWhenEmpty } = choices;
  const lists = [categories, keywords, authors].map((list) => [...new Set(list)].sort());
  return JSON.stringify([...lists, minUpvotes, papers, format, evenWhenEmpty]);
}
