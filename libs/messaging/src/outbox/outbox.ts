import type { Log } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import type { OutboxRelay } from './outbox-relay.js';

/** How many nudges wait to be sent at most. The sweep finds the events of further ones. */
const NUDGES_AT_ONCE = 1_000;

/** Tells the relay, on whichever replica it runs, that a document has something to publish. */
export class Outbox {
  private subscriber: Redis | undefined;
  private readonly outgoing = new Map<string, Set<string>>();
  private flushing = false;

  constructor(
    private readonly relays: ReadonlyMap<string, OutboxRelay>,
    private readonly redis: Redis | undefined,
    private readonly channel: string,
    private readonly log: Log,
  ) {}

  /**
   * Listens for the nudges of other replicas. While Redis is away, the sweep finds their events within a second. While
   * Redis is there, it finds the events of a lost nudge within two seconds.
   */
  start(): void {
    if (!this.redis || this.relays.size === 0) return;
    this.subscriber = this.redis.duplicate({
      lazyConnect: true,
      enableOfflineQueue: true,
      // Subscribing is done in `listen`, which then tells the relays that nudges arrive again.
      autoResubscribe: false,
      maxRetriesPerRequest: null,
    });
    this.subscriber.on('error', (error) =>
      this.log.debug({ error: String(error) }, 'Nudges of other replicas do not arrive.'),
    );
    this.subscriber.on('message', (_channel, message: string) => {
      const [collection = '', ...ids] = message.split('\n');
      for (const id of ids) this.relays.get(collection)?.nudge(id);
    });
    this.subscriber.on('ready', () => void this.listen());
    this.subscriber.on('close', () => this.tellRelays(false));
    this.subscriber.connect().catch(() => undefined);
  }

  /** Has the event of a write with `pendingStage` published within milliseconds. Never fails, never waits. */
  nudge(collection: string, id: string): void {
    const relay = this.relayOf(collection);
    if (relay.leads) {
      relay.nudge(id);
      return;
    }
    const ids = this.outgoing.get(collection) ?? new Set();
    if (ids.size < NUDGES_AT_ONCE) ids.add(id);
    this.outgoing.set(collection, ids);
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => this.flush());
  }

  /**
   * Tells that documents with a `bulkEvent` were written. A relay on this replica then leaves the processor to further
   * such writes for the most part. A relay on another replica finds them within five seconds.
   */
  bulkWritten(collection: string): void {
    this.relayOf(collection).bulkWritten();
  }

  /**
   * Bulk events of a collection are published only while those who read them keep up. `isBehind` gets the offset of the
   * last record published on each partition.
   */
  bulkWaitsWhile(collection: string, isBehind: (published: ReadonlyMap<number, bigint>) => boolean): void {
    this.relayOf(collection).bulkWaitsWhile(isBehind);
  }

  /**
   * Bulk events of a collection are published slowly and a few at once while people write to any collection, as they are
   * while live events of the collection itself come.
   */
  bulkGivesWayTo(collection: string, anybodyWrites: () => Promise<boolean>): void {
    this.relayOf(collection).bulkGivesWayTo(anybodyWrites);
  }

  /**
   * Whether everything written before a moment is published, but for bulk events, with the offset of the last data record published on each
   * partition. Ask a little after that moment, since a write is visible only a while after its time.
   */
  positions(
    collection: string,
    before: Date,
  ): Promise<{ settled: boolean; positions: Record<string, string> }> {
    return this.relayOf(collection).positions(before);
  }

  stop(): void {
    this.subscriber?.disconnect();
  }

  private relayOf(collection: string): OutboxRelay {
    const relay = this.relays.get(collection);
    if (relay) return relay;
    throw new Error(`Nothing relays the collection "${collection}": add it to the relays of the service.`);
  }

  private async listen(): Promise<void> {
    try {
      await this.subscriber?.subscribe(this.channel);
      this.tellRelays(true);
    } catch (error) {
      this.log.debug({ error: String(error) }, 'Nudges of other replicas do not arrive.');
    }
  }

  private tellRelays(hearing: boolean): void {
    for (const relay of this.relays.values()) relay.hears(hearing);
  }

  private flush(): void {
    this.flushing = false;
    for (const [collection, ids] of this.outgoing) {
      this.redis?.publish(this.channel, [collection, ...ids].join('\n')).catch((error: unknown) => {
        this.log.debug(
          { error: String(error) },
          'The relay could not be nudged; its next sweep finds the event.',
        );
      });
    }
    this.outgoing.clear();
  }
}
