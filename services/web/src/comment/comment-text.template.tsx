import { splitAtMentions } from '@paperboy/contracts';
import { readComment, webAddress } from '@paperboy/platform';
import type { Nodes, Parents } from 'mdast';
import type { ComponentChild } from 'preact';
import { Latex, LinkedLatex } from '../text/latex.template.js';

/** The surroundings of an element: what it is within, and how the formulas of its texts are restored. */
interface Place {
  readonly within: 'flow' | 'paragraph' | 'link';
  readonly source: (text: string) => string;
}

/**
 * The text of a comment. Its Markdown becomes elements of the page one by one, and only those named here: HTML is shown as
 * it was written, pictures as their descriptions, headings as bold lines.
 */
export function CommentText({ text }: { text: string }) {
  const { root, source } = readComment(text);
  return (
    <div class="words" dir="auto">
      {children(root, { within: 'flow', source })}
    </div>
  );
}

function children(parent: Parents, place: Place): ComponentChild[] {
  return parent.children.map((node) => element(node, place));
}

function element(node: Nodes, place: Place): ComponentChild {
  const { source, within } = place;
  const inParagraph: Place = within === 'link' ? place : { source, within: 'paragraph' };
  switch (node.type) {
    case 'text':
      return within === 'link' ? (
        <Latex source={source(node.value)} />
      ) : (
        <Mentioning text={node.value} source={source} />
      );
    case 'paragraph':
      return <p>{children(node, inParagraph)}</p>;
    case 'heading':
      return (
        <p>
          <strong>{children(node, inParagraph)}</strong>
        </p>
      );
    case 'emphasis':
      return <em>{children(node, place)}</em>;
    case 'strong':
      return <strong>{children(node, place)}</strong>;
    case 'inlineCode':
      return <code>{source(node.value)}</code>;
    case 'code':
      return (
        <pre>
          <code>{source(node.value)}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote>{children(node, place)}</blockquote>;
    case 'list':
      return node.ordered ? (
        <ol start={node.start ?? 1}>{children(node, place)}</ol>
      ) : (
        <ul>{children(node, place)}</ul>
      );
    case 'listItem':
      return <li>{children(node, place)}</li>;
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'link':
      return <Link url={source(node.url)}>{children(node, { source, within: 'link' })}</Link>;
    case 'html':
      return within === 'flow' ? <p>{source(node.value)}</p> : source(node.value);
    case 'image':
    case 'imageReference':
      return source(node.alt ?? '');
    default:
      return 'children' in node ? children(node, place) : null;
  }
}

/** A text with its mentions as links to the people. */
function Mentioning({ text, source }: { text: string; source: Place['source'] }) {
  return (
    <>
      {splitAtMentions(text).map((piece, at) =>
        at % 2 === 1 ? (
          <a key={`${at} ${piece}`} href={`/people/${piece.slice(1).toLowerCase()}`}>
            {piece}
          </a>
        ) : (
          <LinkedLatex key={`${at} ${piece}`} source={source(piece)} />
        ),
      )}
    </>
  );
}

function Link({ url, children: content }: { url: string; children: ComponentChild[] }) {
  const href = webAddress(url);
  if (href === undefined) return <>{content}</>;
  return (
    <a href={href} rel="nofollow noopener ugc">
      {content}
    </a>
  );
}
