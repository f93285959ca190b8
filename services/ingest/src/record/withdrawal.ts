/** Nouns by which a text refers to itself. */
const ITSELF =
  '(?:paper|article|manuscript|submission|work|preprint|version|note|e-?print|document|draft|thesis|report)';
/** `This paper has been withdrawn`, `Paper withdrawn`, `The submission was withdrawn`. */
const SUBJECT = `(?:(?:this|the|our|present)\\s+)?(?:arxiv\\s+)?${ITSELF}\\s+(?:(?:has|have|had)\\s+been|is|was|being)?`;
const ADVERB = '(?:now|temporarily|hereby|formally)\\s+';
/** What must not follow: another place than arXiv, or a noun that `withdrawn` only describes. */
const BEHIND =
  '\\b(?!\\s+(?:from\\s+(?!(?:the\\s+)?arxiv)|(?:papers?|articles?|preprints?|submissions?|manuscripts?|drugs?|products?)\\b))';
const OF_ITSELF = new RegExp(`^${SUBJECT}\\s*(?:${ADVERB})?withdrawn${BEHIND}`, 'i');
/** A sentence without a subject is about the paper too: `Withdrawn`, `withdrawn by the author`. */
const BARE = new RegExp(`^(?:(?:has|have)\\s+been\\s+|is\\s+|was\\s+)?(?:${ADVERB})?withdrawn${BEHIND}`, 'i');
const BY_AUTHOR = /^withdrawn\s+by\s+(?:the\s+)?(?:first\s+)?(?:author|authors|arxiv)\b/i;
const ADMIN_NOTE = /^arxiv(?:\s+admin)?\s+note:\s*/i;
/** How many characters are read: a withdrawal is stated at the beginning. */
const READ = 2_000;

/**
 * Whether a paper's comments or the beginning of its abstract say that it was withdrawn, as authors and arXiv's
 * administrators write it. A sentence about another text, about a journal, or about withdrawn papers as a topic does not
 * count.
 */
export function saysWithdrawn(comments: string, abstract = ''): boolean {
  const [first = '', ...others] = clausesOf(comments);
  if (OF_ITSELF.test(first) || BARE.test(first)) return true;
  if (others.some((clause) => OF_ITSELF.test(clause) || BY_AUTHOR.test(clause))) return true;
  const [beginning = ''] = clausesOf(abstract);
  return OF_ITSELF.test(beginning) || BY_AUTHOR.test(beginning);
}

/** The pieces between full stops, semicolons and commas, without leading signs or an administrator's heading. */
function clausesOf(text: string): string[] {
  return text
    .slice(0, READ)
    .replace(ADMIN_NOTE, '')
    .split(/[;,]\s*|\.\s+|\s+[-–—]\s+/)
    .map((clause) => clause.replace(/^[^\p{L}\p{N}]+/u, '').replace(ADMIN_NOTE, ''));
}
