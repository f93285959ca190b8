import type { FakePaper } from './fake-paper.js';

/** A text, escaped for XML. */
export function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const day = (date: Date) => date.toISOString().slice(0, 10);

/** An element with a text, or nothing without one. */
function tag(name: string, text: string | undefined, attributes = ''): string {
  return text === undefined ? '' : `<${name}${attributes && ` ${attributes}`}>${xml(text)}</${name}>`;
}

function oai(responseDate: string, content: string): string {
  return (
    `${HEAD}<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">` +
    `<responseDate>${responseDate}</responseDate><request verb="ListRecords">http://oai.example/oai</request>` +
    `${content}</OAI-PMH>`
  );
}

/** An error of OAI-PMH. */
export function oaiError(responseDate: string, code: string, text: string): string {
  return oai(responseDate, `<error code="${code}">${xml(text)}</error>`);
}

/** A page of OAI-PMH. */
export function oaiPage(
  responseDate: string,
  papers: readonly FakePaper[],
  format: 'arXivRaw' | 'arXiv',
  { token, until, skip = 0, total }: { token?: string; until?: string; skip?: number; total?: number } = {},
): string {
  const end = until ? ` expirationDate="${until}"` : '';
  const size = total ? ` completeListSize="${total}"` : '';
  const tokenElement =
    token === undefined && skip === 0
      ? ''
      : `<resumptionToken cursor="${skip}"${size}${end}>${xml(token ?? '')}</resumptionToken>`;
  const records = papers.map((paper) => oaiRecord(paper, format));
  return oai(responseDate, `<ListRecords>${records.join('\n')}${tokenElement}</ListRecords>`);
}

function oaiRecord(paper: FakePaper, format: 'arXivRaw' | 'arXiv'): string {
  const header = `${tag('identifier', `oai:arXiv.org:${paper.id}`)}${tag('datestamp', paper.changed)}${paper.sets
    .map((set) => tag('setSpec', set))
    .join('')}`;
  if (paper.deleted) return `<record><header status="deleted">${header}</header></record>`;
  const details =
    tag('categories', paper.categories.join(' ')) +
    tag('comments', paper.comments) +
    tag('doi', paper.doi) +
    tag('license', 'http://arxiv.org/licenses/nonexclusive-distrib/1.0/') +
    tag('abstract', paper.abstract);
  const metadata = format === 'arXivRaw' ? raw(paper, details) : parsed(paper, details);
  return `<record><header>${header}</header><metadata>${metadata}</metadata></record>`;
}

function raw({ id, title, authors, versions }: FakePaper, details: string): string {
  const written = versions
    .map(
      (at, index) =>
        `<version version="v${index + 1}">${tag('date', at.toUTCString())}<size>12kb</size></version>`,
    )
    .join('');
  const names = authors.map(({ given, family }) => `${given} ${family}`).join(', ');
  return (
    `<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">${tag('id', id)}${tag('submitter', 'Somebody')}${written}` +
    `${tag('title', title)}${tag('authors', names)}${details}</arXivRaw>`
  );
}

function parsed({ id, title, authors, versions }: FakePaper, details: string): string {
  const [first = new Date(0)] = versions;
  const last = versions.length > 1 ? versions.at(-1) : undefined;
  const people = authors.map(
    ({ family, given, affiliation }) =>
      `<author>${tag('keyname', family)}${tag('forenames', given || undefined)}${tag('affiliation', affiliation)}</author>`,
  );
  return (
    `<arXiv xmlns="http://arxiv.org/OAI/arXiv/">${tag('id', id)}${tag('created', day(first))}` +
    `${tag('updated', last && day(last))}<authors>${people.join('')}</authors>${tag('title', title)}${details}</arXiv>`
  );
}

/** A feed of the Atom API. */
export function atomFeed(
  papers: readonly FakePaper[],
  { total, start }: { total: number; start: number },
): string {
  const entries = papers.map((paper) => {
    const [first = new Date(0)] = paper.versions;
    const last = paper.versions.at(-1) ?? first;
    const people = paper.authors.map(
      ({ given, family, affiliation }) =>
        `<author>${tag('name', `${given} ${family}`)}${tag('arxiv:affiliation', affiliation)}</author>`,
    );
    const categories = [...paper.categories, '68T50'].map((term) => `<category term="${term}"/>`);
    return (
      `<entry>${tag('id', `http://arxiv.org/abs/${paper.id}v${paper.versions.length}`)}` +
      `${tag('updated', last.toISOString())}${tag('published', first.toISOString())}${tag('title', paper.title)}` +
      `${tag('summary', paper.abstract)}${people.join('')}${tag('arxiv:comment', paper.comments)}` +
      `<arxiv:primary_category term="${paper.categories[0]}"/>${categories.join('')}</entry>`
    );
  });
  return (
    `${HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" ` +
    `xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><title>A search</title>` +
    `<opensearch:totalResults>${total}</opensearch:totalResults>` +
    `<opensearch:startIndex>${start}</opensearch:startIndex>${entries.join('')}</feed>`
  );
}

/** An error of the Atom API: a feed with one entry about it. */
export function atomError(text: string): string {
  return (
    `${HEAD}<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://arxiv.org/api/errors#no_such</id>` +
    `<title>Error</title>${tag('summary', text)}<author><name>arXiv api core</name></author></entry></feed>`
  );
}

/** The announcements of a day. */
export function rssFeed(papers: readonly FakePaper[]): string {
  const items = papers.map((paper) => {
    const { kind = 'new', at = new Date() } = paper.announced ?? {};
    const version = `${paper.id}v${paper.versions.length}`;
    const creators = paper.authors.map(({ given, family }) => `${given} ${family}`).join(', ');
    return (
      `<item>${tag('title', paper.title)}${tag('link', `https://arxiv.org/abs/${paper.id}`)}` +
      `${tag('description', `arXiv:${version} Announce Type: ${kind} \nAbstract: ${xml(paper.abstract)}`)}` +
      `<guid isPermaLink="false">oai:arXiv.org:${version}</guid>` +
      `${paper.categories.map((category) => tag('category', category)).join('')}` +
      `${tag('pubDate', at.toUTCString().replace('GMT', '+0000'))}${tag('arxiv:announce_type', kind)}` +
      `${tag('dc:creator', creators)}</item>`
    );
  });
  return (
    `${HEAD}<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">` +
    `<channel><title>Announcements</title>${items.join('')}</channel></rss>`
  );
}
