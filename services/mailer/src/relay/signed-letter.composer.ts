import { buffer } from 'node:stream/consumers';
import DKIM from 'nodemailer/lib/dkim';

/** Returns a message with its signature in front. */
export type Sign = (message: Buffer) => Promise<Buffer>;

/** A domain and its key. */
export interface DkimKey {
  /** The domain that signs, which has the public key in its DNS. */
  readonly domain: string;
  /** The name of the key within the domain: its DNS record is `<selector>._domainkey.<domain>`. */
  readonly selector: string;
  /** An RSA key as PEM. */
  readonly privateKey: string;
}

/**
 * The header fields that are signed. Providers accept one-click unsubscribing only where both of its fields are among
 * them (source: RFC 8058, section 4).
 */
const SIGNED = [
  'From',
  'Reply-To',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'List-Id',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'Auto-Submitted',
  'Feedback-ID',
].join(':');

/**
 * Signs messages with each of the keys (source: RFC 6376, relaxed/relaxed, rsa-sha256). A provider accepts a mail by
 * the signature of the sender's own domain, and may count it for the reputation of each domain that signed.
 */
export function dkimSigner(keys: readonly DkimKey[]): Sign {
  const signer = new DKIM({
    keys: keys.map(({ domain, selector, privateKey }) => ({
      domainName: domain,
      keySelector: selector,
      privateKey,
    })),
    headerFieldNames: SIGNED,
  });
  return (message) => buffer(signer.sign(message));
}
