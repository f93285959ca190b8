/** The codings of compressed bodies, the one that saves more first. */
export const CONTENT_CODINGS = ['br', 'gzip'] as const;
export type ContentCoding = (typeof CONTENT_CODINGS)[number];

/** A client's preferences for compression. */
export interface AcceptedCoding {
  /** The coding of ours that the client prefers; absent when it takes none of them, or prefers plain bytes. */
  readonly coding?: ContentCoding;
  /** Whether it refuses plain bytes. */
  readonly refusesPlain: boolean;
}

const NO_WORD: AcceptedCoding = { refusesPlain: false };

/**
 * Reads Accept-Encoding (RFC 9110, 12.5.3). A client without the header gets plain bytes, since many such clients can
 * read nothing else.
 */
export function acceptedCoding(header: string | undefined): AcceptedCoding {
  if (header === undefined) return NO_WORD;
  const weights = new Map(header.split(',').map(weighed));
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*');
  const plain = weightOf('identity');
  let coding: ContentCoding | undefined;
  // Plain bytes are acceptable without being named, and then every accepted coding is better.
  let best = weights.get('identity') ?? 0;
  for (const each of CONTENT_CODINGS) {
    const weight = weightOf(each) ?? 0;
    if (weight > best || (weight === best && weight > 0 && coding === undefined)) {
      coding = each;
      best = weight;
    }
  }
  return { ...(coding === undefined ? {} : { coding }), refusesPlain: plain === 0 };
}

/** A name and its weight from 0 to 1. An invalid weight counts as 0, which refuses the coding. */
function weighed(part: string): [name: string, weight: number] {
  const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  if (weight === undefined) return [name, 1];
  return [name, /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0];
}
