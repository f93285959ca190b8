/** A feed, whichever format it is written in. Texts are plain; addresses are absolute. */
export interface Feed {
  /** Stays the same for ever. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The page that shows the same. */
  readonly page: string;
  /** Where the feed itself is. */
  readonly self: string;
  readonly publication: string;
  /** The date of the newest item; of an empty feed a date that does not move. */
  readonly updated: string;
  readonly items: readonly FeedItem[];
}

/**
 * An item of a feed. Nothing in it changes with every vote: readers show an item whose text changes as unread again.
 */
export interface FeedItem {
  /** Stays the same for ever, and is the same in every feed of this publication. */
  readonly id: string;
  readonly url: string;
  /** What the item is about, elsewhere. */
  readonly about?: string;
  readonly title: string;
  readonly summary: string;
  /** The whole item as HTML. */
  readonly html: string;
  readonly authors: readonly string[];
  readonly categories: readonly string[];
  /** RFC 3339. */
  readonly published: string;
  readonly updated: string;
}

/** The year in which this scheme of ids was made. It is part of every tag URI (RFC 4151), so it never changes. */
const TAGGED_SINCE = 2026;

/**
 * A permanent id, as a tag URI of the publication's host (RFC 4151). Unlike an address it stays the same when the path
 * of a page changes, or http becomes https.
 */
export function tagUri(publicUrl: string, what: string): string {
  const host = new URL(publicUrl).hostname.replace(/[^a-z0-9.-]/g, '');
  return `tag:${host},${TAGGED_SINCE}:${what}`;
}

/** The newest of the dates, `otherwise` when there are none. */
export function newest(dates: readonly string[], otherwise: string): string {
  return dates.reduce((last, date) => (last === '' || date > last ? date : last), '') || otherwise;
}

/** The date of an empty feed: fixed, and earlier than every date of a publication. */
export const NEVER = '2026-01-01T00:00:00.000Z';

/** Items by date, the newest first; the id decides between equal dates, so that the same items always make the same bytes. */
export function byDate(items: readonly FeedItem[]): FeedItem[] {
  return [...items].sort((a, b) =>
    a.published < b.published ? 1 : a.published > b.published ? -1 : a.id < b.id ? -1 : 1,
  );
}

/** Plain text as HTML. */
export function htmlText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** A link as HTML. */
export function htmlLink(address: string, text: string): string {
  return `<a href="${htmlText(address)}">${htmlText(text)}</a>`;
}
