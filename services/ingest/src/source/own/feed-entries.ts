import { named } from '../entries.js';
import { childOf, type Element, textIn } from '../xml.js';
import type { OwnEntry } from './own-entry.js';

/** Reads an item of RSS 2.0. */
export function rssEntry(item: Element): OwnEntry {
  const text = (name: string) => textIn(item, name).trim();
  return {
    id: text('guid') || text('link'),
    title: plain(text('title')),
    abstract: plain(text('description')),
    authors: named(item, 'creator', 'author').map((element) => plain(element.text)),
    categories: named(item, 'category').map((element) => element.text.trim()),
    published: text('pubDate') || text('date'),
    updated: '',
    url: text('link'),
    license: plain(text('rights')),
    doi: text('doi'),
    comment: '',
  };
}

/** Reads an entry of Atom. */
export function atomEntry(entry: Element): OwnEntry {
  const text = (name: string) => textIn(entry, name).trim();
  const page = named(entry, 'link').find(({ attributes }) => (attributes.rel ?? 'alternate') === 'alternate');
  return {
    id: text('id'),
    title: plain(text('title')),
    abstract: plain(text('summary') || text('content')),
    authors: named(entry, 'author').map((author) => textIn(author, 'name')),
    categories: named(entry, 'category').map(({ attributes }) => attributes.term ?? ''),
    published: text('published'),
    updated: text('updated'),
    url: page?.attributes.href ?? '',
    license: plain(text('rights')),
    doi: text('doi'),
    comment: textIn(childOf(entry, 'comment'), 'text') || text('comment'),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
  amp: '&',
};

/** The text of a piece of HTML. A `<` that begins no tag stays. */
function plain(html: string): string {
  return html
    .replace(/<\/?[a-z][^<>]{0,2000}>/gi, ' ')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name: string) => ENTITIES[name] ?? '');
}
