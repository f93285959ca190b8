import { setTimeout as sleep } from 'node:timers/promises';
import { type PaperRecord, recordObserved, topics } from '@paperboy/contracts';
import { Publisher } from '@paperboy/messaging';
import { topicName } from '@paperboy/platform';
import { kafkaOf } from './published.js';
import type { Random } from './random.js';

const SOME = 6;
const EVERY_MS = 150;

/** New versions of papers, one after the other, as ingest publishes what it finds on arXiv. */
export class LiveRecords {
  /** The newest version that was published of each paper. */
  readonly versions = new Map<string, number>();
  private readonly publisher: Publisher;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    namespace: string,
    /** Papers that the catalog has, and what it knows of their first version. */
    private readonly known: () => Promise<Pick<PaperRecord, 'paperId' | 'categories' | 'publishedAt'>[]>,
    private readonly random: Random,
  ) {
    this.publisher = new Publisher({
      kafka: kafkaOf(namespace),
      nameOf: (name) => topicName(namespace, name),
      source: '/ingest',
      now: () => new Date(),
    });
  }

  start(): void {
    this.running = this.run();
    // Told by stop().
    this.running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
    await this.publisher.stop();
  }

  private async run(): Promise<void> {
    const papers = await this.known();
    while (!this.stopping) {
      const chosen = new Set(Array.from({ length: SOME }, () => this.random.pick(papers)));
      await this.publisher.publish(
        topics.records,
        [...chosen].map((paper) => ({ contract: recordObserved, data: this.next(paper) })),
      );
      await sleep(EVERY_MS);
    }
  }

  private next(paper: Pick<PaperRecord, 'paperId' | 'categories' | 'publishedAt'>): PaperRecord {
    const version = (this.versions.get(paper.paperId) ?? 1) + 1;
    this.versions.set(paper.paperId, version);
    const now = new Date().toISOString();
    return {
      ...paper,
      source: 'arxiv-oai',
      observedAt: now,
      version,
      title: `A lantern, version ${version}`,
      summary: 'We light lanterns again and measure how far they shine.',
      authors: [{ name: 'Ada Quill' }, { name: 'Bo Lindqvist' }],
      updatedAt: now,
      withdrawn: false,
    };
  }
}
