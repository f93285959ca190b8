import type { Nodes } from 'mdast';
import { type CommentMarkdown, readComment } from './comment-markdown.js';
import { latexParts } from './latex.js';
import { splitAtLinks, webAddress } from './links.js';

/** Whether the page shows a link in this comment: a bare address, or a Markdown link. */
export function holdsLink(text: string): boolean {
  const { root, source } = readComment(text);
  return leadsAway(root, source);
}

function leadsAway(node: Nodes, source: CommentMarkdown['source']): boolean {
  if (node.type === 'text')
    return latexParts(source(node.value)).some((part) => splitAtLinks(part.text).length > 1);
  if (node.type === 'link' && webAddress(source(node.url)) !== undefined) return true;
  return 'children' in node && node.children.some((child) => leadsAway(child, source));
}
