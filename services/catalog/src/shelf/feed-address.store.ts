import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { PrivateFeed } from '@paperboy/contracts';
import { Clock, CONFIG, InjectModel } from '@paperboy/platform';
import type { Model } from 'mongoose';
import type { CatalogConfig } from '../catalog.config.js';
import { hashOf } from '../person/credential.js';
import { type FeedAddressDocument, feedAddressSchema } from './feed-address.schema.js';
import { FeedSecrets } from './feed-secrets.js';

/** The secret addresses of feeds of saved papers. */
@Injectable()
export class FeedAddresses {
  private readonly secrets: FeedSecrets;

  constructor(
    @InjectModel(feedAddressSchema) private readonly addresses: Model<FeedAddressDocument>,
    @Inject(CONFIG) private readonly config: CatalogConfig,
    private readonly clock: Clock,
  ) {
    this.secrets = new FeedSecrets(config.SERVICE_SECRET);
  }

  /** The address of a person's feed, if there is one. */
  async of(personId: string): Promise<PrivateFeed | undefined> {
    const found = await this.addresses.findById(personId).lean();
    return found ? this.shown(found) : undefined;
  }

  /** Makes a new address, which replaces any former one. */
  async make(personId: string): Promise<PrivateFeed> {
    const nonce = randomBytes(16).toString('base64url');
    const hash = hashOf(this.secrets.of(personId, nonce));
    const made = { _id: personId, nonce, hash, madeAt: this.clock.now() };
    await this.addresses.replaceOne({ _id: personId }, made, { upsert: true });
    return this.shown(made);
  }

  /** Ends the address of a person's feed. Does nothing if there is none. */
  async end(personId: string): Promise<void> {
    await this.addresses.deleteOne({ _id: personId });
  }

  /** The id of the person whose feed a secret opens; undefined for an unknown secret. */
  async personOf(secret: string): Promise<string | undefined> {
    return (await this.addresses.findOne({ hash: hashOf(secret) }, { _id: 1 }).lean())?._id;
  }

  private shown({ _id, nonce, madeAt }: FeedAddressDocument): PrivateFeed {
    const secret = this.secrets.of(_id, nonce);
    const at = (format: string) => `${this.config.PUBLIC_URL}/feeds/saved/${secret}.${format}`;
    return { madeAt: madeAt.toISOString(), rss: at('rss'), atom: at('atom'), json: at('json') };
  }
}
