import { Injectable } from '@nestjs/common';
import { Clock, notFound } from '@paperboy/platform';
import { deliveryId } from '../ledger/delivery.js';
import { DeliveryStore } from '../ledger/delivery.store.js';
import { digestPurpose, LinkTokens } from '../letter/link-tokens.js';
import { unknownLink } from '../letter/unknown-link.js';
import type { DigestRecord } from './digest-record.js';
import { DigestRecordStore } from './digest-record.store.js';

/** The digest that a link in it leads back to. */
export interface LinkedDigest {
  subscriptionId: string;
  /** Its papers, as they were sent. */
  record: DigestRecord;
  /** When its links end. */
  until: Date;
}

/** Reads the links of digests to their votes and to their pages. */
@Injectable()
export class LinkedDigests {
  constructor(
    private readonly tokens: LinkTokens,
    private readonly deliveries: DeliveryStore,
    private readonly records: DigestRecordStore,
    private readonly clock: Clock,
  ) {}

  /**
   * The digest of a token, which holds for one reader and one edition. Throws a 404 Problem: `link-ended` for a link
   * that is too old, and `unknown-link` for one that was changed or whose digest is not remembered.
   */
  async find(token: string, editionId: string): Promise<LinkedDigest> {
    const read = this.tokens.readUntil(digestPurpose(editionId), token);
    if (read === undefined) throw unknownLink();
    if (read.until <= this.clock.now())
      throw notFound('link-ended', 'The links of this mail have ended: they work for thirty days.');
    const delivery = await this.deliveries.find(deliveryId(read.id, editionId));
    const record = delivery?.recordId === undefined ? null : await this.records.find(delivery.recordId);
    if (!record) throw unknownLink();
    return { subscriptionId: read.id, record, until: read.until };
  }

  /** As `find`, for a link to vote for a paper. A paper that was not in the digest is an `unknown-link`. */
  async findPaper(token: string, editionId: string, paperId: string): Promise<LinkedDigest> {
    const linked = await this.find(token, editionId);
    if (!linked.record.papers.some(({ id }) => id === paperId)) throw unknownLink();
    return linked;
  }
}
