import { editionIdSchema } from '@paperboy/contracts';
import type { LinkTokens } from './link-tokens.js';

/** What stands behind an address of ours that a mail comes back to. */
export type OwnAddress =
  | { kind: 'digest'; subscriptionId: string; editionId: string }
  | { kind: 'message'; messageId: string }
  | { kind: 'answer'; subscriptionId: string };

const LOCAL_PART = /^(bounce|answer)\+([a-z2-7]{34})(?:\.([a-z0-9-]{1,20}))?$/i;
const MESSAGE = 'message';

/**
 * The addresses to which mail about our mails comes, each signed: for bounces and complaints of a digest or a single
 * message (VERP), and for the answers of one subscription's reader. Local parts have at most 64 characters.
 */
export class OwnAddresses {
  constructor(
    private readonly tokens: LinkTokens,
    readonly domain: string,
  ) {}

  /** Where bounces of a subscription's digest come. */
  ofDigest(subscriptionId: string, editionId: string): string {
    return this.address('bounce', subscriptionId, `.${editionId.toLowerCase()}`);
  }

  /** Where bounces of a single message come. */
  ofMessage(messageId: string): string {
    return this.address('bounce', messageId, `.${MESSAGE}`);
  }

  /** Where answers of a subscription's reader come. */
  ofAnswers(subscriptionId: string): string {
    return this.address('answer', subscriptionId, '');
  }

  /** What stands behind an address; undefined when it is none of ours, or its signature is wrong. */
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
    // Only the W of a week is a capital.
    const edition = editionIdSchema.safeParse(about.toLowerCase().replace('-w', '-W'));
    return edition.success ? { kind: 'digest', subscriptionId: id, editionId: edition.data } : undefined;
  }

  private address(purpose: 'bounce' | 'answer', id: string, about: string): string {
    return `${purpose}+${this.tokens.issueForAddress(purpose, id)}${about}@${this.domain}`;
  }
}
