import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** A mail that came in, as far as it matters here. */
export interface IncomingMail {
  /** The value of the first header of a name in small letters; empty without one. */
  header(name: string): string;
  subject: string;
  /** Where its writer wants answers to go. */
  answersTo?: string | undefined;
  /** What it says in words: the plain text, or the text of its HTML. */
  text: string;
  /** The parts of other types than text, as text, by their type in small letters. */
  parts: readonly { type: string; text: string }[];
}

/** No mail server nests deeper. */
const DEEPEST = 20;
const MOST_HEADER_BYTES = 256 * 1_024;

/** Reads a message. Undefined for one that nests too deeply, or whose headers are too large. */
export async function readMail(message: Buffer): Promise<IncomingMail | undefined> {
  let email: Email;
  try {
    email = await PostalMime.parse(message, {
      // What is within a returned message is not ours to read.
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

/** Reports are of ASCII, or of UTF-8 (RFC 6533). */
function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
