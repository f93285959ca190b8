/** A handle behind an @: not within a mail address, a path or a word. */
const MENTION = /(?<![\w@./-])@([a-z0-9][a-z0-9-]{1,38}[a-z0-9])(?![\w-]|\.\w|@)/gi;

/** The most people whom one comment mentions. */
export const MOST_MENTIONS = 10;

/** The handles that a text mentions, each once, in the order of the text. */
export function mentionsIn(text: string): string[] {
  const handles = [...text.matchAll(MENTION)].map(([, handle = '']) => handle.toLowerCase());
  return [...new Set(handles)].slice(0, MOST_MENTIONS);
}

/** A text in pieces, of which every second one is a mention with its @. */
export function splitAtMentions(text: string): string[] {
  return text.split(new RegExp(`(${MENTION.source.replace('([a-z0-9][', '(?:[a-z0-9][')})`, 'gi'));
}
