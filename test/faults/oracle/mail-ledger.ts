import type { Connection } from 'mongoose';

interface Row {
  _id: string;
  state: string;
  subscriptionId: string;
  lock?: { until: Date };
}

/** The mailer's ledger of one edition, read in its database. */
export class MailLedger {
  constructor(
    private readonly database: Connection,
    private readonly editionId: string,
  ) {}

  /** Rows that were handed off and have no outcome, or none that anybody knows. */
  onTheirWay(): Promise<number> {
    return this.rows.countDocuments({
      editionId: this.editionId,
      state: { $in: ['handed-off', 'uncertain'] },
    });
  }

  /** The moments until which an outcome of what is handed off may come. */
  async locksUntil(): Promise<Date[]> {
    const left = await this.rows.find({ editionId: this.editionId, state: 'handed-off' }).toArray();
    return left.map(({ lock }) => lock?.until ?? new Date(Number.NaN));
  }

  /** Has these moments come now, since no test can wait for them. */
  async endLocks(): Promise<void> {
    await this.rows.updateMany(
      { editionId: this.editionId, state: 'handed-off' },
      { $set: { 'lock.until': new Date() } },
    );
  }

  /** The addresses of the readers whose delivery stands in a state. */
  async addressesIn(state: string): Promise<string[]> {
    const found = await this.rows
      .aggregate<{ reader: { address: string }[] }>([
        { $match: { editionId: this.editionId, state } },
        {
          $lookup: {
            from: 'subscriptions',
            localField: 'subscriptionId',
            foreignField: '_id',
            as: 'subscription',
          },
        },
        {
          $lookup: {
            from: 'subscribers',
            localField: 'subscription.subscriberId',
            foreignField: '_id',
            as: 'reader',
          },
        },
      ])
      .toArray();
    return found.map(({ reader }) => reader[0]?.address ?? 'nobody');
  }

  private get rows() {
    return this.database.collection<Row>('deliveries');
  }
}
