import { FEED_NAMES, FORMER_PERSON_ID, type ListItem } from '@paperboy/contracts';

/**
 * The handle and name of the submitter, and whether it is a person with a page. Nothing when nobody submitted the
 * paper.
 */
export function submitterOf(item: ListItem): { handle: string; name: string; person: boolean } | undefined {
  const handle = item.submittedBy?.name;
  if (handle === undefined || handle === '') return undefined;
  return {
    handle,
    name: item.submittedBy?.fullname || handle,
    person: !FEED_NAMES.has(handle) && handle !== FORMER_PERSON_ID,
  };
}

/** The name of the person who submitted most of these papers, the earlier in the list on a tie. Feeds do not count. */
export function curatorOf(items: readonly ListItem[]): string | undefined {
  const counts = new Map<string, { name: string; count: number }>();
  for (const item of items) {
    const submitter = submitterOf(item);
    if (submitter === undefined || !submitter.person) continue;
    const known = counts.get(submitter.handle);
    if (known) known.count += 1;
    else counts.set(submitter.handle, { name: submitter.name, count: 1 });
  }
  let best: { name: string; count: number } | undefined;
  for (const candidate of counts.values())
    if (best === undefined || candidate.count > best.count) best = candidate;
  return best?.name;
}

/** The categories of these papers, the most frequent first, at most `most` of them. */
export function categoriesOf(items: readonly ListItem[], most = 12): string[] {
  const counts = new Map<string, number>();
  for (const { paper } of items) {
    for (const category of paper.categories ?? []) counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  return [...counts.entries()]
    .sort(([first, a], [second, b]) => b - a || (first < second ? -1 : 1))
    .slice(0, most)
    .map(([category]) => category);
}
