import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** The parts of an incoming mail that matter here. */
export interface IncomingMail {
  /** The value of the first header with a name, which is given in lower case. Empty if there is none. */
  header(name: string): string;
  subject: string;
  /** The address to which its writer wants answers. */
  answersTo?: string | undefined;
  /** What it says in words: the plain text, or the text of its HTML. */
  text: string;
  /** The parts of other types than text, decoded to text, with their type in lower case. */
  parts: readonly { type: string; text: string }[];
}

/** Stands for a letter that is passed on without being read. */
export const UNREADABLE: IncomingMail = {
  header: () => '',
  subject: '(a letter that cannot be read)',
  text: 'The program that passes this letter on cannot read it. It is attached as it came.',
  parts: [],
};

/** Deeper than any mail server nests. */
const DEEPEST = 20;
const MOST_HEADER_BYTES = 256 * 1_024;
/** Far more than a letter or a report has. The parser needs up to half a millisecond for each part. */
const MOST_BOUNDARIES = 500;

/** Reads a message. Undefined for one with too many parts, that nests too deeply, or whose headers are too large. */
export async function readMail(message: Buffer): Promise<IncomingMail | undefined> {
  if (hasManyBoundaries(message)) return undefined;
  let email: Email;
  try {
    email = await PostalMime.parse(message, {
      // Parts within a returned message belong to that message, so they are not read.
      maxRfc822NestingDepth: 0,
      maxNestingDepth: DEEPEST,
      maxHeadersSize: MOST_HEADER_BYTES,
    });
  } catch {
    return undefined;
  }
  return {
    header: (name) => email.headers.find(({ key }) => key === name)?.value ?? '',
    subject: email.subject ?? '',
    answersTo: (email.replyTo?.[0] ?? email.from)?.address,
    text: email.text ?? '',
    parts: email.attachments.map((part) => ({ type: part.mimeType.toLowerCase(), text: textOf(part) })),
  };
}

/** Whether more lines than MOST_BOUNDARIES begin as a boundary between parts does. */
function hasManyBoundaries(message: Buffer): boolean {
  let at = -1;
  for (let found = 0; found <= MOST_BOUNDARIES; found++) {
    at = message.indexOf('\n--', at + 1, 'latin1');
    if (at === -1) return false;
  }
  return true;
}

/** Reports are written in ASCII or UTF-8 (RFC 6533). */
function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
