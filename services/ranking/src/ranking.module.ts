import { Module, type OnModuleInit } from '@nestjs/common';
import { consumers, queues, topics } from '@paperboy/contracts';
import { MessagingModule } from '@paperboy/messaging';
import { CONFIG, MongoLink, REDIS, redisPrefix } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import { CatalogPositions } from './edition/catalog-position.client.js';
import { ClosingStore } from './edition/closing.store.js';
import { ClosingWorker } from './edition/closing.worker.js';
import { EditionController } from './edition/edition.controller.js';
import { EDITIONS, EditionStore } from './edition/edition.store.js';
import { SampleController } from './edition/sample.controller.js';
import { Trending } from './formula/trending.js';
import { BatchStore } from './intake/batch.store.js';
import { Lists } from './intake/lists.store.js';
import { OffsetStore } from './intake/offsets.store.js';
import { PapersConsumer } from './intake/papers.consumer.js';
import { Reached } from './intake/reached.js';
import { VotesConsumer } from './intake/votes.consumer.js';
import { HfShape } from './list/hf-shape.store.js';
import { ListController } from './list/list.controller.js';
import { ListReader } from './list/list-reader.store.js';
import { StandingController } from './list/standing.controller.js';
import type { RankingConfig } from './ranking.config.js';
import { rankingIndexes } from './ranking.indexes.js';
import { rankingSchedules } from './ranking.schedules.js';
import { RebuildController } from './rebuild/rebuild.controller.js';
import { RebuildWorker } from './rebuild/rebuild.worker.js';
import { WatchWorker } from './rebuild/watch.worker.js';
import { ReplayController } from './replay/replay.controller.js';
import { GenerationStore } from './state/generation.store.js';
import { RankingState } from './state/ranking-state.store.js';
import { RedisMemoryTimer } from './state/redis-memory.timer.js';
import { WhyController } from './why/why.controller.js';

const rootOf = ({ NAMESPACE }: RankingConfig) => redisPrefix(NAMESPACE, 'ranking');

/** Ranking: the lists and editions; a read model of what the catalog tells. */
@Module({
  imports: [
    MessagingModule.forService('ranking', {
      consumers: [consumers.rankingVotes, consumers.rankingPapers],
      queues: [queues.closeEdition],
      relays: [{ collection: EDITIONS, topic: topics.editions }],
      schedules: rankingSchedules,
    }),
  ],
  controllers: [
    VotesConsumer,
    PapersConsumer,
    ListController,
    StandingController,
    EditionController,
    SampleController,
    RebuildController,
    WhyController,
    ReplayController,
  ],
  providers: [
    {
      provide: Trending,
      inject: [CONFIG],
      useFactory: (config: RankingConfig) =>
        new Trending({
          halfLifeHours: config.TRENDING_HALF_LIFE_HOURS,
          commentWeight: config.TRENDING_COMMENT_WEIGHT,
        }),
    },
    {
      provide: RankingState,
      inject: [REDIS, CONFIG, Trending],
      useFactory: (redis: Redis, config: RankingConfig, trending: Trending) =>
        new RankingState(redis, rootOf(config), trending),
    },
    {
      provide: GenerationStore,
      inject: [REDIS, CONFIG],
      useFactory: (redis: Redis, config: RankingConfig) => new GenerationStore(redis, rootOf(config)),
    },
    Reached,
    Lists,
    OffsetStore,
    BatchStore,
    EditionStore,
    ClosingStore,
    ClosingWorker,
    CatalogPositions,
    HfShape,
    ListReader,
    WatchWorker,
    RebuildWorker,
    RedisMemoryTimer,
  ],
})
export class RankingModule implements OnModuleInit {
  constructor(private readonly mongo: MongoLink) {}

  onModuleInit(): void {
    this.mongo.ensureIndexes(rankingIndexes);
  }
}
