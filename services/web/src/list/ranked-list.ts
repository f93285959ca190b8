import { z } from 'zod';
import { numberText } from '../text/number.js';

const personSchema = z.object({
  fullname: z.string().optional(),
  name: z.string().optional(),
  user: z.string().optional(),
});

/** What a page reads of one item of a list as ranking answers it. */
export const listItemSchema = z.object({
  paper: z.object({
    id: z.string(),
    title: z.string(),
    summary: z.string(),
    authors: z.array(z.object({ name: z.string() })),
    publishedAt: z.string(),
    submittedOnDailyAt: z.string().optional(),
    upvotes: z.number(),
    categories: z.array(z.string()).optional(),
    withdrawnAt: z.string().optional(),
  }),
  numComments: z.number(),
  /** On a closed list: the upvotes of now, beside those that it finished with. */
  liveUpvotes: z.number().optional(),
  submittedBy: personSchema.nullish(),
  sample: z.boolean().optional(),
});
export type ListItem = z.infer<typeof listItemSchema>;

/** What a page reads of a list as ranking answers it. */
export const rankedListSchema = z.object({
  list: z.enum(['day', 'week', 'month', 'trending', 'new']),
  period: z.string().nullish(),
  closed: z.boolean().nullish(),
  rebuilding: z.boolean().nullish(),
  /** The period before and after, when they hold papers. */
  previous: z.string().nullish(),
  next: z.string().nullish(),
  /** A newer period that has begun and has few papers. */
  newer: z.object({ period: z.string(), papers: z.number() }).nullish(),
  total: z.number(),
  items: z.array(listItemSchema),
});
export type RankedList = z.infer<typeof rankedListSchema>;

/** The submitter of papers that come from a feed and not from a person. */
const FEED = 'arxiv';

/** Who submitted a paper: handle and name to show; nothing for papers that nobody submitted. */
export function submitterOf(item: ListItem): { handle: string; name: string; feed: boolean } | undefined {
  const handle = item.submittedBy?.name ?? item.submittedBy?.user;
  if (handle === undefined || handle === '') return undefined;
  return { handle, name: item.submittedBy?.fullname || handle, feed: handle === FEED };
}

/** The person who submitted most of these papers, the earlier in the list on a tie; feeds do not curate. */
export function curatorOf(items: readonly ListItem[]): string | undefined {
  const counts = new Map<string, { name: string; count: number }>();
  for (const item of items) {
    const submitter = submitterOf(item);
    if (submitter === undefined || submitter.feed) continue;
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

/** `1 author`, `12 authors`; the same for any countable word whose plural ends in s. */
export function counted(count: number, word: string): string {
  return `${numberText(count)} ${word}${count === 1 ? '' : 's'}`;
}
