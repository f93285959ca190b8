import { splitAtLinks } from '@paperboy/platform';
import type { PageContent } from '../shell/page.js';

/** The prefix of a heading, which is a paragraph of one line. */
const HEADING = /^#+\s+/;

/** A page with a text of the publication. `text` is the lines of each paragraph. */
export function ownTextPage({
  title,
  path,
  text,
}: {
  title: string;
  path: string;
  text: readonly (readonly string[])[];
}): PageContent {
  return {
    title,
    canonical: path,
    body: (
      <article class="prose">
        <h1>{title}</h1>
        {text.map((lines) =>
          lines.length === 1 && HEADING.test(lines[0] as string) ? (
            <h2>{lines[0]?.replace(HEADING, '')}</h2>
          ) : (
            <p>
              {lines.map((line, at) => (
                <>
                  {at > 0 ? <br /> : null}
                  <Line text={line} />
                </>
              ))}
            </p>
          ),
        )}
      </article>
    ),
  };
}

/** A line with its addresses of the web as links. */
function Line({ text }: { text: string }) {
  return <>{splitAtLinks(text).map((piece, at) => (at % 2 === 1 ? <a href={piece}>{piece}</a> : piece))}</>;
}
