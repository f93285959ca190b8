import { Latex } from './latex.template.js';
import { paperPath } from './paper-path.js';

interface PaperLinkProps {
  readonly id: string;
  readonly title: string;
  /** Whether it stands in a heading, where letters are larger. */
  readonly heading?: boolean;
}

/** The title of a paper as a link to its page. */
export function PaperLink({ id, title, heading = false }: PaperLinkProps) {
  return (
    <a href={paperPath(id)}>
      <Latex source={title} heading={heading} />
    </a>
  );
}
