/** A web address within a text, without the sign that ends the sentence. */
const ADDRESS = /https?:\/\/(?!\/)[^\s<>"'{}\\^`|]+[^\s<>"'{}\\^`|.,;:!?)\]]/g;

/** The target of a link for a web address. Undefined for any other text, which is never a link. */
export function webAddress(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const { username, password, href } = new URL(url);
  // With credentials it looks like an address of another host.
  return username || password ? undefined : href;
}

/** A text in pieces, of which every second one is an address. */
export function splitAtLinks(text: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    if (webAddress(match[0]) === undefined) continue;
    pieces.push(text.slice(from, match.index), match[0]);
    from = match.index + match[0].length;
  }
  return [...pieces, text.slice(from)];
}
