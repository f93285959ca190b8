import { editionIdSchema } from '@paperboy/contracts';
import type { LinkTokens } from './link-tokens.js';

/** The meaning of one of our own addresses. */
export type OwnAddress =
  | { kind: 'digest'; subscriptionId: string; editionId: string }
  | { kind: 'message'; messageId: string }
  | { kind: 'answer'; subscriptionId: string };

const LOCAL_PART = /^(bounce|answer)\+([a-z2-7]{34})(?:\.([a-z0-9-]{1,20}))?$/i;
const MESSAGE = 'message';

/**
 * Our own signed addresses: for bounces and complaints of a digest or a single message (VERP), and for answers of one
 * subscription's reader. Local parts have at most 64 characters.
 */
export class OwnAddresses {
  constructor(
    private readonly tokens: LinkTokens,
    readonly domain: string,
  ) {}

  /** The address for bounces of a subscription's digest. */
  ofDigest(subscriptionId: string, editionId: string): string {
    return this.address('bounce', subscriptionId, `.${editionId.toLowerCase()}`);
  }

  /** The address for bounces of a single message. */
  ofMessage(messageId: string): string {
    return this.address('bounce', messageId, `.${MESSAGE}`);
  }

  /** The address for answers of a subscription's reader. */
  ofAnswers(subscriptionId: string): string {
    return this.address('answer', subscriptionId, '');
  }

  /** The meaning of an address. Undefined when it is none of ours, or its signature is wrong. */
  read(address: string): OwnAddress | undefined {
    const at = address.lastIndexOf('@');
    if (address.slice(at + 1).toLowerCase() !== this.domain.toLowerCase()) return undefined;
    const [, purpose, token, about] = LOCAL_PART.exec(address.slice(0, at)) ?? [];
    if (purpose === undefined || token === undefined) return undefined;
    return purpose.toLowerCase() === 'answer' ? this.answer(token, about) : this.bounce(token, about);
  }

  private answer(token: string, about: string | undefined): OwnAddress | undefined {
    const subscriptionId = this.tokens.readFromAddress('answer', token);
    return subscriptionId === undefined || about !== undefined
      ? undefined
      : { kind: 'answer', subscriptionId };
  }

  private bounce(token: string, about = ''): OwnAddress | undefined {
    const id = this.tokens.readFromAddress('bounce', token);
    if (id === undefined) return undefined;
    if (about.toLowerCase() === MESSAGE) return { kind: 'message', messageId: id };
    // In edition ids only the W of a week is in upper case.
    const edition = editionIdSchema.safeParse(about.toLowerCase().replace('-w', '-W'));
    return edition.success ? { kind: 'digest', subscriptionId: id, editionId: edition.data } : undefined;
  }

  private address(purpose: 'bounce' | 'answer', id: string, about: string): string {
    return `${purpose}+${this.tokens.issueForAddress(purpose, id)}${about}@${this.domain}`;
  }
}
