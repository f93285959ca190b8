import { writeFile } from 'node:fs/promises';
import { type MailPreview, mail } from '@paperboy/contracts';
import { parseEditionId, remark, runAsOperator, say, sayJson } from '@paperboy/platform';
import { Command, InvalidArgumentError } from 'commander';

type Preview = MailPreview['digests'][number];

interface Options {
  edition: string;
  text?: boolean;
  html?: string;
  json?: boolean;
}

/** `npx paperboy mail preview ADDRESS --edition day-2026-11-22`. */
export function mailPreviewCommand(): Command {
  return new Command('preview')
    .description('show the digest that a subscriber would get and why each paper is in it; nothing is sent')
    .argument('<address>', "the subscriber's address")
    .requiredOption('--edition <edition>', 'a closed edition such as day-2026-11-22', editionArgument)
    .option('--text', 'print the text part of the mail too')
    .option('--html <file>', 'write the HTML part of the first digest that has one into a file')
    .option('--json', 'print all of it as JSON')
    .action((address: string, { edition, text, html, json }: Options) =>
      runAsOperator(async ({ clients }) => {
        const told = await clients.ask(mail.preview, { body: { address, edition } });
        if (json) sayJson(told);
        else for (const digest of told.digests) for (const line of previewLines(digest, text)) say(line);
        if (html === undefined) return;
        const part = told.digests.find((digest) => digest.html !== null)?.html;
        if (part) await writeFile(html, part);
        else remark('No digest of this edition has an HTML part.');
      }),
    );
}

/** A digest as lines: its hour and state, its subject, and its papers with the reasons. */
export function previewLines(digest: Preview, withText = false): string[] {
  const { subject, hour, timeZone, delivery, reason, papers, matches, text } = digest;
  const state = delivery === null ? 'not planned yet' : [delivery, reason].filter(Boolean).join(', ');
  return [
    `Digest of ${String(hour).padStart(2, '0')}:00 ${timeZone} (${state})`,
    subject === null ? '  No mail: no paper fits what its reader chose.' : `  Subject: ${subject}`,
    ...papers.map((paper) => `  ${paperLine(paper)}`),
    ...(matches.length > 0 ? ['  By keywords and authors:'] : []),
    ...matches.map((paper) => `  ${paperLine(paper)}`),
    ...(withText && text !== null ? ['', ...text.split('\n')] : []),
  ];
}

function paperLine({ id, title, why }: Preview['papers'][number]): string {
  return `${id}  ${title}  [${why.join(', ') || 'on the list'}]`;
}

function editionArgument(value: string): string {
  if (!parseEditionId(value))
    throw new InvalidArgumentError('Expected a period that exists, such as day-2026-11-22.');
  return value;
}
