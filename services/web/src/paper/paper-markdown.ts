import { type CatalogPaper, paperLinks, type ShownComment } from '@paperboy/contracts';
import { latexText } from '@paperboy/platform';
import { placesOf } from '../text/paper-places.js';

/** The content of the Markdown of a paper. */
export interface MarkdownFacts {
  readonly paper: CatalogPaper;
  readonly numbers: { readonly upvotes: number; readonly comments: number };
  readonly comments: readonly ShownComment[];
}

/** A paper and the comments on it as Markdown, for programs and for reading in a terminal. Formulas are plain text. */
export function paperMarkdown({ paper, numbers, comments }: MarkdownFacts, publicUrl: string): string {
  const { id, authors, categories, publishedAt, submission, submittedBy, sample } = paper;
  const { label, page, pdf } = placesOf(paper);
  const { githubRepo, codeRepo, projectPage } = paperLinks(paper);
  const code = githubRepo ?? codeRepo;
  const facts = [
    `- Page: <${publicUrl}/papers/${id}>`,
    ...(sample
      ? ['- A sample: this paper is invented.']
      : [
          ...(page === undefined ? [] : [`- ${pdf === undefined ? label : 'arXiv'}: <${page}>`]),
          ...(pdf === undefined ? [] : [`- PDF: <${pdf}>`]),
        ]),
    ...(paper.doi === undefined ? [] : [`- DOI: ${line(paper.doi)}`]),
    ...(code === undefined ? [] : [`- Code: <${code}>`]),
    ...(projectPage === undefined ? [] : [`- Project page: <${projectPage}>`]),
    `- Published: ${publishedAt.slice(0, 10)}`,
    ...(paper.withdrawnAt === undefined
      ? []
      : [`- Withdrawn by its authors: ${paper.withdrawnAt.slice(0, 10)}`]),
    ...(submission === undefined
      ? []
      : [
          `- Submitted: ${submission.at.slice(0, 10)}${submittedBy === undefined ? '' : ` by ${line(submittedBy.name)}`}`,
        ]),
    `- Categories: ${categories.join(', ')}`,
    `- Upvotes: ${numbers.upvotes}`,
  ];
  const parts = [
    `# ${line(latexText(paper.title))}`,
    authors.map(({ name }) => line(latexText(name))).join(', '),
    facts.join('\n'),
    '## Abstract',
    line(latexText(paper.summary)),
    ...(comments.length === 0
      ? []
      : [
          `## Comments (${numbers.comments})`,
          ...comments.filter(({ removed }) => removed === undefined).map(said),
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function said({ by, postedAt, text }: ShownComment): string {
  const lines = text.split(/\r?\n/).map((one) => (one.trim() === '' ? '>' : `> ${line(one)}`));
  return [`**${line(by?.name ?? 'A former reader')}**, ${postedAt.slice(0, 10)}:`, lines.join('\n')].join(
    '\n\n',
  );
}

/** Escapes every sign that Markdown or HTML would read as markup (CommonMark, 2.4). */
function line(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>]/g, '\\$&')
    .replace(/&(?=[#\w]+;)/g, '\\&')
    .replace(/^([#+=~-]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}
