import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CommentState,
  commentPosted,
  type PaperState,
  type PersonState,
  paperSubmitted,
  personChanged,
  type TopicContract,
  topics,
  type VoteState,
  voteCast,
} from '@paperboy/contracts';
import { type createKafka, Publisher } from '@paperboy/messaging';
import { topicName } from '@paperboy/platform';

type Kafka = ReturnType<typeof createKafka>;

/** Takes the place of the catalog: publishes events, and answers the positions up to which it has published. */
export class CatalogStandIn {
  /** False: something older is still to be published. */
  settled = true;
  /** True while votes come without a pause: the newest of each partition can't have been read when the answer arrives. */
  underLoad = false;
  private constructor(
    readonly url: string,
    private readonly server: Server,
    private readonly publisher: Publisher,
  ) {}

  static async start(kafka: Kafka, namespace: string): Promise<CatalogStandIn> {
    const nameOf = (name: string) => topicName(namespace, name);
    const admin = kafka.admin();
    await admin.connect();
    const publisher = new Publisher({ kafka, nameOf, source: '/catalog', now: () => new Date() });
    const server = createServer((request, response) => {
      const topic = request.url?.startsWith('/internal/votes/') ? topics.votes : topics.papers;
      const answer = async () => {
        const ends = await admin.fetchTopicOffsets(nameOf(topic.name));
        const written = ends.filter(({ high }) => high !== '0');
        // Under load the position is that of the next record, which does not exist yet: ranking can't have read it.
        const newest = standIn.underLoad && topic === topics.votes ? 0 : 1;
        const positions = written.map(({ partition, high }) => [partition, String(Number(high) - newest)]);
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ settled: standIn.settled, positions: Object.fromEntries(positions) }));
      };
      answer().catch(() => response.writeHead(503).end());
    });
    server.on('close', () => void admin.disconnect());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const standIn = new CatalogStandIn(`http://127.0.0.1:${port}`, server, publisher);
    return standIn;
  }

  papers(...papers: PaperState[]): Promise<void> {
    return this.publisher.publish(
      topics.papers,
      papers.map((data) => ({ contract: paperSubmitted, data })),
    );
  }

  votes(...votes: VoteState[]): Promise<void> {
    return this.publisher.publish(
      topics.votes,
      votes.map((data) => ({ contract: voteCast, data })),
    );
  }

  comments(...comments: CommentState[]): Promise<void> {
    return this.publisher.publish(
      topics.comments,
      comments.map((data) => ({ contract: commentPosted, data })),
    );
  }

  people(...people: PersonState[]): Promise<void> {
    return this.publisher.publish(
      topics.people,
      people.map((data) => ({ contract: personChanged, data })),
    );
  }

  tombstones(topic: TopicContract, ...keys: string[]): Promise<void> {
    const headers = {
      ce_specversion: '1.0',
      ce_type: topic.events[0]?.type ?? '',
      ce_source: '/catalog',
      ce_time: new Date().toISOString(),
    };
    return this.publisher.send(
      topic.name,
      keys.map((key) => ({ key, value: null, headers: { ...headers, ce_id: key } })),
    );
  }

  async stop(): Promise<void> {
    await this.publisher.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
