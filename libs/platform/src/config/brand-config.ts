import { readFileSync } from 'node:fs';
import { cleanLine, lineSchema } from '@paperboy/contracts';
import { z } from 'zod';

/** The fields of a publication's look and of its postal address, to be spread into the schemas of web and mailer. */
export const brandSchema = {
  /** The colour of links, ranks and buttons. It is made as much darker or lighter as text in it needs to be read. */
  PUBLICATION_ACCENT: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'expected a colour such as #1f5c99')
    .optional(),
  /** The picture beside the name: in the head of the pages and mails, and as icon of the site. */
  PUBLICATION_LOGO: logoFile().optional(),
  /** The line at the foot of each page, in place of ours. */
  PUBLICATION_FOOTER: lineSchema(200).optional(),
  /** Where letters reach who publishes this; laws on commercial mail ask for it at the foot of mails. */
  PUBLICATION_ADDRESS: lineSchema(200).optional(),
};

/** The most bytes of a logo: each page loads it. */
const LOGO_BYTES = 100_000;
/** A logo is shown as icon on home screens, in up to 192 pixels of width. */
const LOGO_PX = { least: 64, most: 1_024 };
const PNG_SIGNATURE = '89504e470d0a1a0a';
/** Where a PNG says its width and height (source: the PNG specification, 11.2.1). */
const PNG_WIDTH_AT = 16;
const PNG_HEIGHT_AT = 20;

const logoExpected = `expected the path of a square PNG of ${LOGO_PX.least} to ${LOGO_PX.most} pixels and at most ${LOGO_BYTES / 1_000} kB`;

/** The bytes of the PNG at a path. */
function logoFile() {
  return z.string().transform((path, context) => {
    const bytes = read(path);
    if (bytes !== undefined && isLogo(bytes)) return bytes;
    context.addIssue({ code: 'custom', message: logoExpected });
    return z.NEVER;
  });
}

function isLogo(bytes: Buffer): boolean {
  if (bytes.length > LOGO_BYTES || bytes.length < PNG_HEIGHT_AT + 4) return false;
  if (bytes.toString('hex', 0, 8) !== PNG_SIGNATURE) return false;
  const width = bytes.readUInt32BE(PNG_WIDTH_AT);
  return width === bytes.readUInt32BE(PNG_HEIGHT_AT) && width >= LOGO_PX.least && width <= LOGO_PX.most;
}

/** The paragraphs of the text file at a path, each as its lines; the file has at most so many characters. */
export function textFile(most: number) {
  return z.string().transform((path, context): string[][] => {
    const text = read(path)?.toString('utf8').trim();
    if (text && text.length <= most && !text.includes('\ufffd'))
      return text.split(/\n\s*\n/).map((paragraph) => paragraph.split('\n').map(cleanLine));
    context.addIssue({
      code: 'custom',
      message: `expected the path of a text file in UTF-8, of 1 to ${most} characters`,
    });
    return z.NEVER;
  });
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
