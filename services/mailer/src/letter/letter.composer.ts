import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailerConfig } from '../mailer.config.js';
import { brandedHtml, brandedText, mailBrand } from './mail-brand.template.js';

/**
 * Placeholders for each reader's own tokens in a composed body. They are as long as a token, so lines keep their
 * length.
 */
export const TOKEN_PLACE = 'TOKENxOFxTHExREADERxGOESxHERE'.slice(0, 28);
export const SETTINGS_PLACE = 'SETTINGSxOFxTHExREADERxxHERE';
export const DIGEST_PLACE = 'DIGESTxOFxTHExREADERxGOxHERE';

/** The part of the configuration that every message uses. */
export type Sender = Pick<
  MailerConfig,
  | 'MAIL_FROM'
  | 'MAIL_REPLY_TO'
  | 'PUBLICATION_NAME'
  | 'PUBLICATION_ACCENT'
  | 'PUBLICATION_LOGO'
  | 'PUBLICATION_ADDRESS'
  | 'PUBLIC_URL'
>;

/** The parts of a message that are the same for each of its readers. */
export interface LetterContent {
  subject: string;
  /** Absent for a message of text only. */
  html?: string;
  text: string;
  /** Header lines that are the same for all. */
  headers: Record<string, string>;
}

/** One message, ready for the relay. */
export interface Letter {
  /** The address for bounces. */
  returnPath: string;
  to: string;
  messageId: string;
  /** The whole message, headers included. */
  bytes: Buffer;
}

/** The parts of a message that differ from reader to reader. */
export interface LetterAddressing {
  returnPath: string;
  to: string;
  messageId: string;
  date: Date;
  /** By placeholder: the token that replaces it, 28 characters. */
  tokens: Readonly<Record<string, string>>;
  headers: Record<string, string>;
}

/** A message that is composed once, since composing is slow. Each reader gets a copy with the reader's own parts. */
export class SharedLetter {
  private constructor(
    private readonly head: Buffer,
    /** Bytes that all readers share, and between them the placeholders. */
    private readonly pieces: readonly (Buffer | string)[],
  ) {}

  /** Composes text and HTML as quoted-printable, in the look of the publication. */
  static async compose(sender: Sender, content: LetterContent): Promise<SharedLetter> {
    const brand = mailBrand(sender);
    const composer = new MailComposer({
      from: { name: sender.PUBLICATION_NAME, address: sender.MAIL_FROM },
      ...(sender.MAIL_REPLY_TO !== undefined && { replyTo: sender.MAIL_REPLY_TO }),
      subject: content.subject,
      text: brandedText(content.text, brand),
      ...(content.html === undefined ? {} : { html: brandedHtml(content.html, brand) }),
      headers: content.headers,
      textEncoding: 'quoted-printable',
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const message = (await composer.compile().build()).toString('latin1');
    const end = message.indexOf('\r\n\r\n') + 2;
    const own = /^(Message-ID|Date):/i;
    const head = message
      .slice(0, end)
      .split(/\r\n(?![ \t])/)
      .filter((line) => line && !own.test(line));
    // Every second piece is a placeholder, with the line breaks that quoted-printable put into it.
    const pieces = message.slice(end).split(placesWithBreaks());
    return new SharedLetter(
      bytesOf(`${head.join('\r\n')}\r\n`),
      pieces.map((piece, index) => (index % 2 === 0 ? bytesOf(piece) : piece)),
    );
  }

  /** Makes the copy of one reader. */
  addressed(own: LetterAddressing): Letter {
    const lines = {
      To: own.to,
      'Message-ID': own.messageId,
      Date: own.date.toUTCString().replace('GMT', '+0000'),
      ...own.headers,
    };
    const head = Object.entries(lines).map(([name, value]) => headerLine(name, value));
    const body = this.pieces.map((piece) =>
      typeof piece === 'string' ? bytesOf(filledIn(piece, own.tokens)) : piece,
    );
    return {
      returnPath: own.returnPath,
      to: own.to,
      messageId: own.messageId,
      bytes: Buffer.concat([bytesOf(head.join('')), this.head, ...body]),
    };
  }
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

const SOFT_BREAK = '=\r\n';

/** Matches the placeholders, also with line breaks of quoted-printable inside. */
function placesWithBreaks(): RegExp {
  const places = [TOKEN_PLACE, SETTINGS_PLACE, DIGEST_PLACE].map((place) =>
    [...place].join(`(?:${SOFT_BREAK})?`),
  );
  return new RegExp(`(${places.join('|')})`);
}

/** Replaces a placeholder by its token, with the line breaks at the same positions. */
function filledIn(place: string, tokens: LetterAddressing['tokens']): string {
  const parts = place.split(SOFT_BREAK);
  const token = tokens[parts.join('')] ?? '';
  let at = 0;
  return parts
    .map((part) => {
      at += part.length;
      return token.slice(at - part.length, at);
    })
    .join(SOFT_BREAK);
}

/** One header line. Throws for a value that is not printable ASCII: a line break would start another header. */
function headerLine(name: string, value: string): string {
  if (/[^\x20-\x7e]/.test(value))
    throw new Error(`The header ${name} holds characters that no header may hold.`);
  return `${name}: ${value}\r\n`;
}
