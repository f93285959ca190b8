import { z } from 'zod';
import { ownNameOf, paperIdOf, paperIdSchema } from './paper-id.js';

/** What may precede an id: addresses of arXiv and of sites that show its papers, DOIs, `arXiv:`. */
const BEFORE =
  /^(?:https?:\/\/)?(?:[a-z0-9-]+\.)*(?:arxiv\.org|alphaxiv\.org|huggingface\.co|semanticscholar\.org|doi\.org)(?::\d+)?\/(?:(?:abs|pdf|html|ps|format|list|papers|overview|arxiv|e-print|src)\/)?/i;
const PREFIX = /^(?:doi:\s*)?(?:10\.48550\/)?(?:arxiv\s*[:.]\s*)?/i;
/** What may follow an id: a query, an anchor, a file's ending, arXiv's category in brackets, a full stop. */
const BEHIND = /(?:[?#].*|\s*\[[^\]]*\].*|\.pdf|\.ps\.gz|[/.,;:)\]>"'\s]+)$/i;
/** A longer text is not read, since no address of a paper is longer. */
const LONGEST = 300;

/** The id, without version, of the paper that a pasted text names in any common form. Undefined when it names none. */
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

/** Reads an id in any case. In old ids archives are in small letters and subjects in capitals. */
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
