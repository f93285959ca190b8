import { setTimeout as sleep } from 'node:timers/promises';
import { type PaperRecord, recordObserved, topics } from '@paperboy/contracts';
import { Publisher } from '@paperboy/messaging';
import { topicName } from '@paperboy/platform';
import { kafkaOf } from '../oracle/published.js';
import type { Random } from '../random.js';
import { Loop } from './loop.js';

const SOME = 6;
const EVERY_MS = 150;
/** So many versions of a paper may wait for the catalog: on a slow machine the topic would otherwise run ahead of it. */
const AHEAD = 2;

/** What the catalog knows of a paper's first version. */
type Known = Pick<PaperRecord, 'paperId' | 'categories' | 'publishedAt'>;

/** New versions of papers, one after the other, as ingest publishes what it finds on arXiv. */
export class LiveRecords extends Loop {
  /** The newest version that was published of each paper. */
  readonly versions = new Map<string, number>();
  private readonly publisher: Publisher;
  private papers: Known[] | undefined;

  constructor(
    namespace: string,
    /** The papers that the catalog has. */
    private readonly known: () => Promise<Known[]>,
    /** The version that the catalog has of each of some papers. */
    private readonly arrived: (paperIds: string[]) => Promise<Map<string, number>>,
    private readonly random: Random,
  ) {
    super();
    this.publisher = new Publisher({
      kafka: kafkaOf(namespace),
      nameOf: (name) => topicName(namespace, name),
      source: '/ingest',
      now: () => new Date(),
    });
  }

  override async stop(): Promise<void> {
    await super.stop();
    await this.publisher.stop();
  }

  protected async once(): Promise<void> {
    const papers = this.papers ?? (await this.known());
    this.papers = papers;
    const chosen = new Set(Array.from({ length: SOME }, () => this.random.pick(papers)));
    const arrived = await this.arrived([...chosen].map(({ paperId }) => paperId));
    const ready = [...chosen].filter(
      ({ paperId }) => (this.versions.get(paperId) ?? 1) - (arrived.get(paperId) ?? 1) < AHEAD,
    );
    await this.publisher.publish(
      topics.records,
      ready.map((paper) => ({ contract: recordObserved, data: this.next(paper) })),
    );
    await sleep(EVERY_MS);
  }

  private next(paper: Known): PaperRecord {
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
