import { createHmac, hkdfSync } from 'node:crypto';

/**
 * Derives the secrets of private feeds under SERVICE_SECRET. They are not stored: the address can be shown again, and
 * a copy of the database opens no feed.
 */
export class FeedSecrets {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'paperboy private feeds', 32));
  }

  /** The secret part of the address: 256 bits. */
  of(personId: string, nonce: string): string {
    return `pbf_${createHmac('sha256', this.key).update(`${personId}\0${nonce}`).digest('base64url')}`;
  }
}
