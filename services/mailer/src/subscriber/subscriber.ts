/** A confirmed address. */
export interface Subscriber {
  _id: string;
  address: string;
  timeZone: string;
  confirmedAt: Date;
  /** When the address is deleted. Set when the last subscription ends. */
  forgetAt?: Date;
  sample: boolean;
}

/** An address that gets no digest: it bounced for good, its reader complained, or an operator suppressed it. */
export interface Suppression {
  _id: string;
  reason: 'bounced' | 'complained' | 'by-operator';
  at: Date;
}

/** How long the address of a reader who left is kept, so that the page of a link can still show it. */
export const FORGOTTEN_AFTER_MS = 30 * 86_400_000;
