import {
  counted,
  type Digest,
  type DigestItem,
  MATCHES_HEADING,
  NO_PAPERS,
  othersOf,
  type ReaderLinks,
  voteLink,
} from './digest.js';

const WIDTH = 72;

/** The text part of a digest. The links are those of one reader, or the places for them. */
export function digestText(digest: Digest, links: ReaderLinks): string {
  const blocks = [
    `${digest.publication}\n${digest.heading}\n${'='.repeat(Math.max(digest.publication.length, digest.heading.length))}`,
    `In the browser: ${links.browser}`,
    ...(digest.sample ? [wrapped('This is the sample publication: its papers and people are made up.')] : []),
    ...(digest.items.length + digest.matches.length === 0 ? [NO_PAPERS] : []),
    ...digest.items.map((item) => itemText(item, links.vote)),
    ...(digest.matches.length === 0
      ? []
      : [
          `${MATCHES_HEADING}\n${'-'.repeat(MATCHES_HEADING.length)}`,
          ...digest.matches.map((item) => itemText(item, links.vote)),
        ]),
    `${othersOf(digest) > 0 ? `The other ${counted(othersOf(digest), 'paper')}` : 'The whole list'}:\n${digest.listUrl}`,
    // "-- " on a line of its own starts the signature, which mail programs leave out of an answer.
    `-- \n${wrapped(digest.reason)}\nUnsubscribe: ${links.unsubscribe}\nChoose what comes, and when: ${links.settings}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function itemText(item: DigestItem, vote: string): string {
  const numbers = [
    counted(item.upvotes, 'upvote'),
    ...(item.comments > 0 ? [counted(item.comments, 'comment')] : []),
    ...(item.category ? [item.category] : []),
  ];
  return [
    wrapped(`${item.rank === undefined ? '*' : `${item.rank}.`} ${item.title}`),
    ...(item.authors ? [wrapped(item.authors, '   ')] : []),
    wrapped(numbers.join(' · '), '   '),
    ...(item.why.length > 0 ? [wrapped(`In this digest for ${item.why.join(', ')}`, '   ')] : []),
    ...(item.excerpt ? ['', wrapped(item.excerpt, '   '), ''] : []),
    `   ${item.url}`,
    `   Upvote it: ${voteLink(vote, item.id)}`,
  ].join('\n');
}

/** Wraps a text into lines of 72 characters. A longer word gets a line of its own. */
export function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return [...lines, indent + line].join('\n');
}
