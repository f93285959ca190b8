import { readFileSync } from 'node:fs';
import { cleanLine, lineSchema } from '@paperboy/contracts';
import { z } from 'zod';

/** The fields of a publication's look and of its postal address, to be spread into the schemas of web and mailer. */
export const brandSchema = {
  /** The colour of links, ranks and buttons. It is made darker or lighter until text in it is readable. */
  PUBLICATION_ACCENT: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'expected a colour such as #1f5c99')
    .optional(),
  /** The picture next to the name in the head of pages and mails. It is also the icon of the site. */
  PUBLICATION_LOGO: logoFile().optional(),
  /** The line at the foot of each page, instead of the default one. */
  PUBLICATION_FOOTER: lineSchema(200).optional(),
  /** The postal address of the publisher. Laws on commercial mail require it at the foot of mails. */
  PUBLICATION_ADDRESS: lineSchema(200).optional(),
};

/** The most bytes of a logo, since each page loads it. */
const LOGO_BYTES = 100_000;
/** The least and the most width of a logo, which is also an icon on home screens with a width of up to 192 pixels. */
const LOGO_PX = { least: 64, most: 1_024 };
const PNG_SIGNATURE = '89504e470d0a1a0a';
/** The offsets of width and height in a PNG (source: the PNG specification, 11.2.1). */
const PNG_WIDTH_AT = 16;
const PNG_HEIGHT_AT = 20;

const logoExpected = `expected the path of a square PNG of ${LOGO_PX.least} to ${LOGO_PX.most} pixels and at most ${LOGO_BYTES / 1_000} kB`;

/** The schema of the path of a logo. It gives the bytes of the file. */
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

/** The schema of the path of a text file with at most `most` characters. It gives the lines of each paragraph. */
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
