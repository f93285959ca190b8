import { counted, type Digest, NO_PAPERS } from './digest.js';

const WIDTH = 72;

/** The text part of a digest; `unsubscribeUrl` is the reader's own. */
export function digestText(digest: Digest, unsubscribeUrl: string): string {
  const blocks = [
    `${digest.publication}\n${digest.heading}\n${'='.repeat(Math.max(digest.publication.length, digest.heading.length))}`,
    ...(digest.sample ? [wrapped('This is the sample publication: its papers and people are made up.')] : []),
    ...(digest.items.length === 0 ? [NO_PAPERS] : []),
    ...digest.items.map((item) => {
      const numbers = [
        counted(item.upvotes, 'upvote'),
        ...(item.comments > 0 ? [counted(item.comments, 'comment')] : []),
        ...(item.category ? [item.category] : []),
      ];
      return [
        wrapped(`${item.rank}. ${item.title}`),
        ...(item.authors ? [wrapped(item.authors, '   ')] : []),
        wrapped(numbers.join(' · '), '   '),
        ...(item.why.length > 0 ? [wrapped(`In this digest for ${item.why.join(', ')}`, '   ')] : []),
        ...(item.excerpt ? ['', wrapped(item.excerpt, '   '), ''] : []),
        `   ${item.url}`,
      ].join('\n');
    }),
    `${digest.more > 0 ? `The other ${counted(digest.more, 'paper')}` : 'The whole list'}:\n${digest.listUrl}`,
    // "-- " and a new line mark what mail programs leave out of an answer.
    `-- \n${wrapped(digest.reason)}\nUnsubscribe: ${unsubscribeUrl}\nChoose what comes, and when: ${unsubscribeUrl}/settings`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** Text in lines of 72 characters; a longer word stands alone. */
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
