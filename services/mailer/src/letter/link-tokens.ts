import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The purposes of tokens. A token of one purpose is refused for every other one. */
export type Purpose =
  | 'confirm'
  | 'unsubscribe'
  | 'settings'
  | 'notices'
  | 'bounce'
  | 'answer'
  | `digest ${string}`;

const ID_BYTES = 9;
const MAC_BYTES = 12;
/** A token that expires holds its last day, and a shorter MAC, so that all tokens have the same length. */
const DAY_BYTES = 2;
const DAY_MS = 86_400_000;
const SETTINGS_DAYS = 35;
const DIGEST_DAYS = 30;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Short unguessable tokens for links in mail, of 28 characters. A token holds an id (12 characters of base64url) and 96
 * bits of HMAC-SHA-256 under a key derived from SERVICE_SECRET. In a token that expires it is the id, the last day and
 * 80 bits. Nothing is stored for them.
 */
export class LinkTokens {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'paperboy mailer links', 32));
  }

  /** The token of an id. */
  issue(purpose: Purpose, id: string): string {
    const bytes = idBytes(id);
    return Buffer.concat([bytes, this.mac(purpose, bytes)]).toString('base64url');
  }

  /** The id of a token. Undefined when we never issued it for this purpose. */
  read(purpose: Purpose, token: string): string | undefined {
    if (!/^[A-Za-z0-9_-]{28}$/.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const id = bytes.subarray(0, ID_BYTES);
    return timingSafeEqual(this.mac(purpose, id), bytes.subarray(ID_BYTES))
      ? id.toString('base64url')
      : undefined;
  }

  /** A token of an id that is valid until the end of the given day (UTC). */
  issueUntil(purpose: Purpose, id: string, until: Date): string {
    const day = Buffer.alloc(DAY_BYTES);
    day.writeUInt16BE(Math.floor(until.getTime() / DAY_MS));
    const bytes = Buffer.concat([idBytes(id), day]);
    return Buffer.concat([bytes, this.mac(purpose, bytes).subarray(0, MAC_BYTES - DAY_BYTES)]).toString(
      'base64url',
    );
  }

  /**
   * The id of such a token and the moment at which it ends, which may have passed. Undefined when we never issued it
   * for this purpose.
   */
  readUntil(purpose: Purpose, token: string): { id: string; until: Date } | undefined {
    if (!/^[A-Za-z0-9_-]{28}$/.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const signed = bytes.subarray(0, ID_BYTES + DAY_BYTES);
    const mac = this.mac(purpose, signed).subarray(0, MAC_BYTES - DAY_BYTES);
    if (!timingSafeEqual(mac, bytes.subarray(ID_BYTES + DAY_BYTES))) return undefined;
    const until = new Date((signed.readUInt16BE(ID_BYTES) + 1) * DAY_MS);
    return { id: signed.subarray(0, ID_BYTES).toString('base64url'), until };
  }

  /** A token for the local part of an address: 34 letters and digits, since some servers turn it into lower case. */
  issueForAddress(purpose: Purpose, id: string): string {
    const bytes = idBytes(id);
    return toBase32(Buffer.concat([bytes, this.mac(purpose, bytes)]));
  }

  /** As `read`, for a token of `issueForAddress`, in upper or lower case. */
  readFromAddress(purpose: Purpose, token: string): string | undefined {
    const bytes = fromBase32(token.toLowerCase());
    return bytes && this.read(purpose, bytes.toString('base64url'));
  }

  private mac(purpose: Purpose, id: Buffer): Buffer {
    return createHmac('sha256', this.key).update(`${purpose}\0`).update(id).digest().subarray(0, MAC_BYTES);
  }
}

/** When a settings link that is sent now ends. Even a monthly digest brings a new link before that. */
export function settingsLinkEnd(now: Date): Date {
  return new Date(now.getTime() + SETTINGS_DAYS * DAY_MS);
}

/** The purpose of the links in the digest of one edition: to vote for its papers, and to read it in the browser. */
export function digestPurpose(editionId: string): Purpose {
  return `digest ${editionId}`;
}

/** When such links in a mail that is sent now end. */
export function digestLinkEnd(now: Date): Date {
  return new Date(now.getTime() + DIGEST_DAYS * DAY_MS);
}

function idBytes(id: string): Buffer {
  const bytes = Buffer.from(id, 'base64url');
  if (bytes.length !== ID_BYTES) throw new Error('LinkTokens stand for ids of 12 characters of base64url.');
  return bytes;
}

function toBase32(bytes: Buffer): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const length = Math.ceil((bytes.length * 8) / 5);
  bits <<= BigInt(length * 5 - bytes.length * 8);
  let text = '';
  for (let at = length - 1; at >= 0; at--) text += BASE32[Number((bits >> BigInt(at * 5)) & 31n)];
  return text;
}

/** The bytes of a token. Undefined for a text that `toBase32` never returns. */
function fromBase32(text: string): Buffer | undefined {
  if (!/^[a-z2-7]{34}$/.test(text)) return undefined;
  let bits = 0n;
  for (const sign of text) bits = (bits << 5n) | BigInt(BASE32.indexOf(sign));
  const spare = BigInt(text.length * 5 - (ID_BYTES + MAC_BYTES) * 8);
  const hex = (bits >> spare).toString(16).padStart((ID_BYTES + MAC_BYTES) * 2, '0');
  const bytes = Buffer.from(hex, 'hex');
  return toBase32(bytes) === text ? bytes : undefined;
}
