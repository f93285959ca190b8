import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Consumer } from 'kafkajs';
import { crashPoint } from '../crash-point.js';
import { Assignment, type Partition } from './assignment.js';
import { BatchIntake } from './batch-intake.js';
import type { EventConsumerParts, MemberState } from './consumer-parts.js';
import { groupConsumer } from './group-consumer.js';
import { type Commit, OffsetCommits } from './offset-commits.js';
import type { ConsumerFigures } from './watch/consumer-figures.js';
import { STALLED_AFTER_MS } from './watch/consumer-health.js';
import { LagWatch } from './watch/lag-watch.js';

const COMMIT_EVERY_MS = 200;
const LAG_EVERY_MS = 10_000;
const LOOK_EVERY_MS = 2_000;
const STOP_WITHIN_MS = 10_000;
const JOIN_WITHIN_MS = 5_000;
const DISCONNECT_WITHIN_MS = 3_000;
const CONCURRENT_PARTITIONS = 12;

/**
 * One membership of a consumer group. It begins with joining and ends with the first of: a crash of the kafkajs
 * consumer, a broker that is silent for too long, the stop of the service. The next membership starts from the offsets
 * that are committed or stored.
 */
export class Membership {
  private readonly state: MemberState = { joined: false, finishing: false, over: false };
  private readonly consumer: Consumer;
  private readonly admin: Admin;
  private readonly assignment: Assignment;
  private readonly commits: OffsetCommits;
  private readonly intake: BatchIntake;
  private readonly lagWatch: LagWatch;
  private readonly commit: Commit = (offsets) => this.consumer.commitOffsets(offsets);
  private readonly ended: Promise<never>;
  /** Ends this membership, for a reason that `live` rejects with. */
  readonly end: (reason: Error) => void;
  private seenAt = Date.now();
  private connected = false;
  private joining: Promise<void> = Promise.resolve();

  /** `onJoined` is called for each generation of the group that this member belongs to. */
  constructor(
    private readonly parts: EventConsumerParts,
    figures: ConsumerFigures,
    private readonly onJoined: () => void,
  ) {
    const { contract, kafka, log, groupId } = parts;
    const { state } = this;
    this.commits = new OffsetCommits(contract.group, log);
    this.consumer = groupConsumer(kafka, groupId);
    this.admin = kafka.admin();
    this.assignment = new Assignment(parts, this.consumer, figures, state, async (topicName) => {
      await this.admin.connect();
      return this.admin.fetchTopicOffsets(topicName);
    });
    this.intake = new BatchIntake({
      assignment: this.assignment,
      commits: this.commits,
      figures,
      state,
      ownOffsets: contract.offsets === 'own',
    });
    this.lagWatch = new LagWatch({
      admin: this.admin,
      groupId,
      byName: new Map(contract.topics.map((topic) => [parts.nameOf(topic.name), topic])),
      figures,
      committed: contract.offsets === 'broker',
      places: () => (state.joined ? [...this.partitions.values()].map(({ place }) => place) : []),
      log,
    });
    let end: (reason: Error) => void = () => undefined;
    this.ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    this.ended.catch(() => undefined);
    this.end = end;
  }

  /** Whether it is in its group, with partitions or without. */
  get joined(): boolean {
    return this.state.joined;
  }

  /** The partitions that are read here. */
  get partitions(): ReadonlyMap<string, Partition> {
    return this.assignment.partitions;
  }

  /** When the handlers at work began, in ms since 1970. */
  get handlingSince(): number[] {
    return this.intake.handlingSince;
  }

  /** Joins, reads until it is ended, and closes everything. Never resolves: rejects with the reason of its end. */
  async live(): Promise<never> {
    const timers = this.watch();
    try {
      this.joining = this.join();
      await Promise.race([this.joining, this.ended]);
      return await this.ended;
    } finally {
      this.state.joined = false;
      this.state.over = true;
      for (const timer of timers) clearInterval(timer);
      this.assignment.end();
      this.commits.forget();
      await within(
        DISCONNECT_WITHIN_MS,
        Promise.allSettled([this.consumer.disconnect(), this.admin.disconnect()]),
      );
    }
  }

  /**
   * Takes nothing more, finishes the events in hand, commits, and leaves the group without joining it again; bounded in
   * time. A member that dies without leaving keeps its partitions from the others until its session ends.
   */
  async finish(): Promise<void> {
    this.state.finishing = true;
    // A member can leave only when it has joined.
    if (this.connected && !this.state.joined) await within(JOIN_WITHIN_MS, this.joining);
    if (this.state.joined) await this.commits.commit(this.commit);
    // kafkajs leaves the group when the batches in hand have ended. Each of them commits before it ends.
    await within(STOP_WITHIN_MS, this.consumer.stop());
  }

  /** With own offsets: asks again for the stored positions of idle partitions. */
  reread(): void {
    if (!this.state.joined) return;
    // A batch in hand that does not fit the stored position makes its partition seek by itself.
    const idle = [...this.partitions]
      .filter(([key, { position }]) => position !== undefined && !this.intake.isHandling(key))
      .map(([, partition]) => partition);
    if (idle.length > 0) void this.assignment.seekToStored(idle);
  }

  /** Joins the group and reads. kafkajs neither resolves nor commits offsets by itself. */
  private async join(): Promise<void> {
    const { consumer } = this;
    const { CRASH, FETCH, HEARTBEAT, REBALANCING, GROUP_JOIN, END_BATCH_PROCESS } = consumer.events;
    const seen = (): void => {
      this.seenAt = Date.now();
    };
    consumer.on(CRASH, ({ payload }) => this.end(payload.error));
    consumer.on(FETCH, seen);
    consumer.on(HEARTBEAT, seen);
    consumer.on(REBALANCING, () => {
      seen();
      crashPoint('consumer.rebalancing');
      // kafkajs emits this before it joins again. The error keeps it from joining.
      if (this.state.finishing) throw new Error('This member is about to leave.');
    });
    consumer.on(GROUP_JOIN, ({ payload }) => {
      seen();
      this.assigned(payload.memberAssignment);
    });
    consumer.on(END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) this.intake.passMarkers(payload);
    });
    await consumer.connect();
    this.connected = true;
    await consumer.subscribe({ topics: this.assignment.topicNames, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: (payload) => this.intake.take(payload),
    });
  }

  /** Takes over the partitions of a new generation, before anything of them is fetched. */
  private assigned(assignment: Record<string, number[]>): void {
    this.state.joined = true;
    this.onJoined();
    this.commits.forget();
    this.assignment.replace(assignment);
    crashPoint('consumer.assigned');
    void this.lagWatch.ask();
    if (this.parts.contract.offsets === 'own')
      void this.assignment.seekToStored([...this.partitions.values()]);
  }

  private watch(): NodeJS.Timeout[] {
    return [
      setInterval(() => this.state.joined && void this.commits.commit(this.commit), COMMIT_EVERY_MS),
      setInterval(() => void this.lagWatch.ask(), LAG_EVERY_MS),
      setInterval(() => {
        if (this.intake.handlingSince.length > 0) this.seenAt = Date.now();
        if (Date.now() - this.seenAt > STALLED_AFTER_MS)
          this.end(new Error('The broker has not answered for long.'));
      }, LOOK_EVERY_MS),
    ].map((timer) => timer.unref());
  }
}

/** Waits until work has ended, well or not, but no longer than this. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work.catch(() => undefined), sleep(ms, undefined, { ref: false })]);
}
