import { z } from 'zod';
import { ownNameOf, paperIdOf, paperIdSchema } from './paper-id.js';

/** Whatever stands before an id: addresses of arXiv and of those who show its papers, DOIs, `arXiv:`. */
const BEFORE =
  /^(?:https?:\/\/)?(?:[a-z0-9-]+\.)*(?:arxiv\.org|alphaxiv\.org|huggingface\.co|semanticscholar\.org|doi\.org)(?::\d+)?\/(?:(?:abs|pdf|html|ps|format|list|papers|overview|arxiv|e-print|src)\/)?/i;
const PREFIX = /^(?:doi:\s*)?(?:10\.48550\/)?(?:arxiv\s*[:.]\s*)?/i;
/** Whatever stands behind it: a query, an anchor, a file's ending, arXiv's category in brackets, a full stop. */
const BEHIND = /(?:[?#].*|\s*\[[^\]]*\].*|\.pdf|\.ps\.gz|[/.,;:)\]>"'\s]+)$/i;
/** No address of a paper is longer. */
const LONGEST = 300;

/** The id, without version, of the one paper that a pasted text names in any form in use; undefined when it names none. */
export function pastedPaperId(pasted: string): string | undefined {
  if (pasted.length > LONGEST) return undefined;
  let text = decoded(pasted.trim().replace(/^[<("'[\s]+/, ''));
  text = text.replace(BEFORE, '').replace(PREFIX, '');
  for (let before = ''; before !== text; ) {
    before = text;
    const id = issuedId(text);
    if (id) return id;
    text = text.replace(BEHIND, '');
  }
  return undefined;
}

/** Archives are written in small letters, subjects in capitals; people write either. */
function issuedId(text: string): string | undefined {
  if (ownNameOf(text) !== undefined) return paperIdOf(text);
  const old = /^([a-z-]+)(\.[a-z]{2})?\/(.+)$/i.exec(text);
  const written = old ? `${old[1]?.toLowerCase()}${(old[2] ?? '').toUpperCase()}/${old[3]}` : text;
  return paperIdOf(written.replace(/V(?=\d+$)/, 'v'));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The schema of a paper that a person names by id or address. */
export const pastedPaperSchema = z
  .string()
  .max(LONGEST)
  .transform((text) => pastedPaperId(text) ?? text)
  .pipe(paperIdSchema);
