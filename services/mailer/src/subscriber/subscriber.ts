/** A confirmed address. */
export interface Subscriber {
  _id: string;
  address: string;
  timeZone: string;
  confirmedAt: Date;
  /** Set when the last subscription ended: the address is forgotten then. */
  forgetAt?: Date;
  sample: boolean;
}

/** An address that gets no digest: it bounced for good, its reader complained, or an operator said so. */
export interface Suppression {
  _id: string;
  reason: 'bounced' | 'complained' | 'by-operator';
  at: Date;
}

/** Addresses of those who left are kept this long, so that a link still says what it did. */
export const FORGOTTEN_AFTER_MS = 30 * 86_400_000;
