import { FEED_TYPES, type FeedFormat } from '@paperboy/contracts';
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith';
import type { Feed, FeedItem } from './feed.js';

/** Characters that XML 1.0 does not allow: control characters, lone surrogates, and U+FFFE and U+FFFF. */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const LANGUAGE = 'en';
const WRITERS: Readonly<Record<FeedFormat, (feed: Feed) => string>> = { rss, atom, json };

/** A feed in one of the formats. */
export function feedDocument(format: FeedFormat, feed: Feed): Buffer {
  return Buffer.from(WRITERS[format](clean(feed)));
}

/** RSS 2.0. Its `author` would need a mail address, so authors are Dublin Core's creators. */
function rss(feed: Feed): string {
  return withoutBlanks(
    generateRssFeed({
      title: feed.title,
      link: feed.page,
      description: feed.description,
      language: LANGUAGE,
      pubDate: new Date(feed.updated),
      atom: { links: [{ href: feed.self, rel: 'self', type: FEED_TYPES.rss }] },
      items: feed.items.map((item) => ({
        title: item.title,
        link: item.url,
        guid: { value: item.id, isPermaLink: false },
        pubDate: new Date(item.published),
        description: item.html,
        dc: { creators: [...item.authors] },
        categories: item.categories.map((name) => ({ name })),
      })),
    }),
  );
}

/** Atom (RFC 4287). An entry needs an author: the feed's author stands in for those of an entry without any. */
function atom(feed: Feed): string {
  return withoutBlanks(
    generateAtomFeed({
      id: feed.id,
      title: { value: feed.title },
      subtitle: { value: feed.description },
      updated: new Date(feed.updated),
      authors: [{ name: feed.publication }],
      links: [
        { href: feed.self, rel: 'self', type: FEED_TYPES.atom },
        { href: feed.page, rel: 'alternate', type: 'text/html' },
      ],
      entries: feed.items.map((item) => ({
        id: item.id,
        title: { value: item.title, type: 'text' },
        updated: new Date(item.updated),
        published: new Date(item.published),
        authors: item.authors.map((name) => ({ name })),
        categories: item.categories.map((term) => ({ term })),
        links: linksOf(item),
        summary: { value: item.summary, type: 'text' },
        content: { value: item.html, type: 'html' },
      })),
      xml: { lang: LANGUAGE },
    }),
  );
}

function linksOf({ url, about }: FeedItem) {
  return [
    { href: url, rel: 'alternate', type: 'text/html' },
    ...(about === undefined ? [] : [{ href: about, rel: 'related', type: 'text/html' }]),
  ];
}

/** JSON Feed 1.1. */
function json(feed: Feed): string {
  const written = generateJsonFeed({
    title: feed.title,
    description: feed.description,
    home_page_url: feed.page,
    feed_url: feed.self,
    language: LANGUAGE,
    authors: [{ name: feed.publication }],
    items: feed.items.map((item) => ({
      id: item.id,
      url: item.url,
      ...(item.about === undefined ? {} : { external_url: item.about }),
      title: item.title,
      summary: item.summary,
      content_html: item.html,
      date_published: new Date(item.published),
      date_modified: new Date(item.updated),
      authors: item.authors.map((name) => ({ name })),
      tags: [...item.categories],
    })),
  });
  // The library leaves out empty fields, but a feed without `items` is not valid.
  return `${JSON.stringify({ items: [], ...(written as object) }, null, 1)}\n`;
}

/**
 * Removes the blanks around CDATA, which the library puts on a line of its own. Feed readers ignore them in a title,
 * but a validator counts them as a part of a link or an id. Text within CDATA loses nothing but blanks.
 */
function withoutBlanks(xml: string): string {
  return xml.replace(/>\s+<!\[CDATA\[/g, '><![CDATA[').replace(/\]\]>\s+<\//g, ']]></');
}

/** The value without characters that XML does not allow. JSON feeds lose them too, since no reader can show them. */
function clean<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replace(NOT_IN_XML, '') as Value;
  if (Array.isArray(value)) return value.map(clean) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, clean(one)])) as Value;
}
