import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailerConfig } from '../mailer.config.js';
import { brandedHtml, brandedText, mailBrand } from './mail-brand.template.js';

/** Stands in a composed body where each reader's own token goes; as long as a token, so that lines keep their length. */
export const TOKEN_PLACE = 'TOKENxOFxTHExREADERxGOESxHERE'.slice(0, 28);

/** The part of the configuration that every message shows. */
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
  /** Absent: the message is text alone. */
  html?: string;
  text: string;
  /** Header lines that are the same for all. */
  headers: Record<string, string>;
}

/** One message, ready for the relay. */
export interface Letter {
  /** Where bounces go. */
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
  /** Put in the place of TOKEN_PLACE; 28 characters. */
  token: string;
  headers: Record<string, string>;
}

/** A message that is composed once. Each reader gets a copy with their own parts put in, since composing is slow. */
export class SharedLetter {
  private constructor(
    private readonly head: string,
    private readonly pieces: readonly string[],
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
    return new SharedLetter(`${head.join('\r\n')}\r\n`, message.slice(end).split(placeWithBreaks()));
  }

  /** The copy of one reader. */
  addressed(own: LetterAddressing): Letter {
    const lines = {
      To: own.to,
      'Message-ID': own.messageId,
      Date: own.date.toUTCString().replace('GMT', '+0000'),
      ...own.headers,
    };
    const head = Object.entries(lines).map(([name, value]) => headerLine(name, value));
    // Every second piece is a place for the token, with the line breaks that quoted-printable put into it.
    const body = this.pieces.map((piece, index) => (index % 2 === 0 ? piece : filledIn(piece, own.token)));
    return {
      returnPath: own.returnPath,
      to: own.to,
      messageId: own.messageId,
      bytes: Buffer.from(head.join('') + this.head + body.join(''), 'latin1'),
    };
  }
}

const SOFT_BREAK = '=\r\n';

/** Finds the place for the token, also with a line break of quoted-printable in its midst. */
function placeWithBreaks(): RegExp {
  return new RegExp(`(${[...TOKEN_PLACE].join(`(?:${SOFT_BREAK})?`)})`);
}

/** Puts the token into its place, with the line break at the same position. */
function filledIn(place: string, token: string): string {
  const parts = place.split(SOFT_BREAK);
  let at = 0;
  return parts
    .map((part) => {
      at += part.length;
      return token.slice(at - part.length, at);
    })
    .join(SOFT_BREAK);
}

/** One header line. A line break in it would begin another header, so it is refused wherever it comes from. */
function headerLine(name: string, value: string): string {
  if (/[^\x20-\x7e]/.test(value)) throw new Error(`The header ${name} holds what no header may hold.`);
  return `${name}: ${value}\r\n`;
}
