import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element of an XML document; `text` is all text within it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML 1.0 with its namespaces as strictly as the specification says. Throws for what is not well-formed. */
export function strictXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open: Element[] = [root];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagNS) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value]);
    const element = { name, attributes: Object.fromEntries(values), children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const say = (piece: string) => {
    for (const element of open) element.text += piece;
  };
  parser.on('text', say);
  parser.on('cdata', say);
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  return root.children[0] as Element;
}

const RFC_822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const TAG_URI = /^tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[\w\-.~!$&'()*+,;=:@/?%]+$/;

/** The rules of the W3C's feed validator that a feed breaks; a sentence each. */
export function faultsOf(format: 'rss' | 'atom' | 'json', text: string, self: string): string[] {
  return { rss: rssFaults, atom: atomFaults, json: jsonFaults }[format](text, self);
}

function rssFaults(text: string, self: string): string[] {
  const root = strictXml(text);
  const faults: string[] = [];
  const [channel] = root.children;
  if (root.name !== 'rss' || root.attributes.version !== '2.0' || channel?.name !== 'channel')
    return ['It is no RSS 2.0.'];
  for (const name of ['title', 'link', 'description']) one(channel, name, faults);
  isAddress(one(channel, 'link', faults), 'link', faults);
  const link = channel.children.find(({ name }) => name === 'atom:link')?.attributes;
  if (link?.rel !== 'self' || link.href !== self) faults.push('The feed does not say where it is.');
  if (link?.type !== 'application/rss+xml') faults.push('The link to itself has another type.');
  const items = channel.children.filter(({ name }) => name === 'item');
  unique(
    items.map((item) => one(item, 'guid', faults)),
    faults,
  );
  for (const item of items) {
    if (one(item, 'title', faults).trim() === '') faults.push('A title is empty.');
    isAddress(one(item, 'link', faults), 'link', faults);
    const guid = item.children.find(({ name }) => name === 'guid');
    if (guid?.attributes.isPermaLink !== 'false' || !TAG_URI.test(guid.text))
      faults.push(`${guid?.text} is no id for ever.`);
    if (!RFC_822.test(one(item, 'pubDate', faults))) faults.push('A date is not as RFC 822 has it.');
    if (item.children.some(({ name }) => name === 'author')) faults.push('An author without a mail address.');
    htmlFaults(one(item, 'description', faults), faults);
  }
  return faults;
}

function atomFaults(text: string, self: string): string[] {
  const feed = strictXml(text);
  const faults: string[] = [];
  if (feed.name !== 'feed' || feed.attributes.xmlns !== 'http://www.w3.org/2005/Atom')
    return ['It is no Atom.'];
  const entries = feed.children.filter(({ name }) => name === 'entry');
  const links = linksOf(feed);
  if (!links.some(({ rel, href }) => rel === 'self' && href === self)) faults.push('No link to itself.');
  const everything = [feed, ...entries];
  unique(
    everything.map((element) => one(element, 'id', faults)),
    faults,
  );
  for (const element of everything) {
    if (!TAG_URI.test(one(element, 'id', faults))) faults.push('An id is no URI.');
    if (one(element, 'title', faults).trim() === '') faults.push('A title is empty.');
    if (!RFC_3339.test(one(element, 'updated', faults))) faults.push('A date is not as RFC 3339 has it.');
    const alternates = linksOf(element).filter(({ rel }) => rel === 'alternate');
    if (alternates.length !== 1) faults.push('Not one alternate link.');
    for (const { href = '' } of linksOf(element)) isAddress(href, 'href', faults);
  }
  const hasAuthor = (element: Element) => element.children.some(({ name }) => name === 'author');
  if (!hasAuthor(feed) && !entries.every(hasAuthor)) faults.push('An entry without an author.');
  for (const entry of entries) htmlFaults(one(entry, 'content', faults), faults);
  return faults;
}

function jsonFaults(text: string, self: string): string[] {
  const feed = JSON.parse(text);
  const faults: string[] = [];
  if (feed.version !== 'https://jsonfeed.org/version/1.1') faults.push('It is no JSON Feed 1.1.');
  if (typeof feed.title !== 'string') faults.push('No title.');
  if (feed.feed_url !== self) faults.push('The feed does not say where it is.');
  isAddress(feed.home_page_url, 'home_page_url', faults);
  if (!Array.isArray(feed.items)) return [...faults, 'No items.'];
  unique(
    feed.items.map(({ id }: { id: string }) => id),
    faults,
  );
  for (const item of feed.items) {
    if (typeof item.id !== 'string' || !TAG_URI.test(item.id)) faults.push('An id is no URI.');
    if (typeof item.content_html !== 'string') faults.push('An item without content.');
    if (!RFC_3339.test(item.date_published)) faults.push('A date is not as RFC 3339 has it.');
    isAddress(item.url, 'url', faults);
    htmlFaults(item.content_html, faults);
  }
  return faults;
}

/** The text of the one child of that name. */
function one(element: Element, name: string, faults: string[]): string {
  const found = element.children.filter((child) => child.name === name);
  if (found.length !== 1) faults.push(`${element.name} has ${found.length} times ${name}.`);
  const text = found[0]?.text ?? '';
  if (text !== text.trim()) faults.push(`${name} begins or ends with blanks.`);
  return text;
}

function linksOf(element: Element): Readonly<Record<string, string>>[] {
  return element.children.filter(({ name }) => name === 'link').map(({ attributes }) => attributes);
}

function isAddress(text: string, name: string, faults: string[]): void {
  if (!URL.canParse(text) || !/^https?:\/\/[^\s<>"]+$/.test(text))
    faults.push(`${name} “${text}” is no whole address.`);
}

function unique(ids: readonly string[], faults: string[]): void {
  if (new Set(ids).size !== ids.length) faults.push('An id occurs twice.');
}

/** What a reader would have to take out: scripts, handlers, addresses that lead nowhere from elsewhere. */
function htmlFaults(html: string, faults: string[]): void {
  if (/<(script|style|iframe|object|embed|form|meta)\b|\son\w+\s*=/i.test(html))
    faults.push('Markup that is not safe.');
  if (/(href|src)="(?!https?:\/\/)/i.test(html)) faults.push('A relative address.');
}
