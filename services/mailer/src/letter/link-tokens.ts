import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The purposes of tokens. A token of one purpose is refused for every other one. */
export type Purpose = 'confirm' | 'unsubscribe' | 'notices' | 'bounce' | 'answer';

const ID_BYTES = 9;
const MAC_BYTES = 12;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Short unguessable names for links in mail: the id that they stand for (12 characters of base64url) and 96 bits of
 * HMAC-SHA-256 under a key derived from SERVICE_SECRET, 28 characters in all. Nothing is stored for them.
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

  /** The id that a token stands for, or undefined when we never issued it for this purpose. */
  read(purpose: Purpose, token: string): string | undefined {
    if (!/^[A-Za-z0-9_-]{28}$/.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const id = bytes.subarray(0, ID_BYTES);
    return timingSafeEqual(this.mac(purpose, id), bytes.subarray(ID_BYTES))
      ? id.toString('base64url')
      : undefined;
  }

  /** A token that survives servers which turn local parts of addresses into lower case: 34 letters and digits. */
  issueForAddress(purpose: Purpose, id: string): string {
    const bytes = idBytes(id);
    return toBase32(Buffer.concat([bytes, this.mac(purpose, bytes)]));
  }

  /** As `read`, of the form for addresses; capitals are as good as small letters. */
  readFromAddress(purpose: Purpose, token: string): string | undefined {
    const bytes = fromBase32(token.toLowerCase());
    return bytes && this.read(purpose, bytes.toString('base64url'));
  }

  private mac(purpose: Purpose, id: Buffer): Buffer {
    return createHmac('sha256', this.key).update(`${purpose}\0`).update(id).digest().subarray(0, MAC_BYTES);
  }
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

/** The bytes of a token, or undefined for what `toBase32` never gives. */
function fromBase32(text: string): Buffer | undefined {
  if (!/^[a-z2-7]{34}$/.test(text)) return undefined;
  let bits = 0n;
  for (const sign of text) bits = (bits << 5n) | BigInt(BASE32.indexOf(sign));
  const spare = BigInt(text.length * 5 - (ID_BYTES + MAC_BYTES) * 8);
  const hex = (bits >> spare).toString(16).padStart((ID_BYTES + MAC_BYTES) * 2, '0');
  const bytes = Buffer.from(hex, 'hex');
  return toBase32(bytes) === text ? bytes : undefined;
}
