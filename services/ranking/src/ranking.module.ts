import { Module } from '@nestjs/common';
import { consumers, queues, topics } from '@paperboy/contracts';
import { MessagingModule } from '@paperboy/messaging';
import { Calendar, Clock, CONFIG, DocumentsModule, KeptOrders, REDIS, redisPrefix } from '@paperboy/platform';
import type { Redis } from 'ioredis';
import { CatalogPositions } from './closing/catalog-position.client.js';
import { ClosingController } from './closing/closing.controller.js';
import { ClosingWorker } from './closing/closing.worker.js';
import { SampleController } from './closing/sample.controller.js';
import { ClosingStore } from './edition/closing.store.js';
import { EditionController } from './edition/edition.controller.js';
import { EDITIONS } from './edition/edition.schema.js';
import { EditionStore } from './edition/edition.store.js';
import { Trending } from './formula/trending.js';
import { FirstGeneration } from './generation/first-generation.store.js';
import { GenerationStore } from './generation/generation.store.js';
import { ReadOffsets } from './generation/read-offsets.js';
import { BatchStore } from './intake/batch.store.js';
import { OffsetStore } from './intake/offsets.store.js';
import { PapersConsumer } from './intake/papers.consumer.js';
import { VotesConsumer } from './intake/votes.consumer.js';
import { ArchiveController } from './list/archive.controller.js';
import { ArchiveReader } from './list/archive.reader.js';
import { ListController } from './list/list.controller.js';
import { ListReader } from './list/list.reader.js';
import { LivePageReader } from './list/live-page.reader.js';
import { StandingController } from './list/standing.controller.js';
import { LiveLists } from './live/live-lists.store.js';
import { PeriodsReader } from './live/periods.reader.js';
import { RedisMemoryTimer } from './live/redis-memory.timer.js';
import { BestOfTrending } from './packing/best-of-trending.reader.js';
import { PackedPapers } from './packing/packed-papers.store.js';
import { Packer } from './packing/packer.store.js';
import { PackingWorker } from './packing/packing.worker.js';
import { PaperReader } from './packing/paper.reader.js';
import { Refiller } from './packing/refiller.store.js';
import { Restorer } from './packing/restorer.store.js';
import type { RankingConfig } from './ranking.config.js';
import { rankingDocuments } from './ranking.documents.js';
import { rankingSchedules } from './ranking.schedules.js';
import { RebuildController } from './rebuild/rebuild.controller.js';
import { RebuildTimer } from './rebuild/rebuild.timer.js';
import { RedisWatchTimer } from './rebuild/redis-watch.timer.js';
import { ReplayController } from './replay/replay.controller.js';
import { HfShapeReader } from './shape/hf-shape.reader.js';
import { WhyController } from './why/why.controller.js';

const rootOf = ({ NAMESPACE }: RankingConfig) => redisPrefix(NAMESPACE, 'ranking');

/** Ranking: the lists and editions; a read model of the catalog's events. */
@Module({
  imports: [
    DocumentsModule.forService(rankingDocuments),
    MessagingModule.forService('ranking', {
      consumers: [consumers.rankingVotes, consumers.rankingPapers],
      queues: [queues.closeEdition, queues.packPapers],
      relays: [{ collection: EDITIONS, topic: topics.editions }],
      schedules: rankingSchedules,
    }),
  ],
  controllers: [
    VotesConsumer,
    PapersConsumer,
    ListController,
    ArchiveController,
    StandingController,
    EditionController,
    ClosingController,
    SampleController,
    RebuildController,
    WhyController,
    ReplayController,
  ],
  providers: [
    {
      provide: Calendar,
      inject: [CONFIG],
      useFactory: (config: RankingConfig) =>
        new Calendar({ timeZone: config.PUBLICATION_TIME_ZONE, rollOver: config.PUBLICATION_ROLL_OVER }),
    },
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
      provide: LiveLists,
      inject: [REDIS, CONFIG, Trending],
      useFactory: (redis: Redis, config: RankingConfig, trending: Trending) =>
        new LiveLists(redis, rootOf(config), trending),
    },
    PeriodsReader,
    {
      provide: GenerationStore,
      inject: [REDIS, CONFIG],
      useFactory: (redis: Redis, config: RankingConfig) => new GenerationStore(redis, rootOf(config)),
    },
    ArchiveReader,
    PackedPapers,
    {
      provide: Packer,
      inject: [LiveLists, PackedPapers, Clock],
      useFactory: (state: LiveLists, packed: PackedPapers, clock: Clock) => new Packer(state, packed, clock),
    },
    Restorer,
    {
      provide: Refiller,
      inject: [LiveLists, PackedPapers, Restorer],
      useFactory: (state: LiveLists, packed: PackedPapers, restorer: Restorer) =>
        new Refiller(state, packed, restorer),
    },
    PaperReader,
    BestOfTrending,
    PackingWorker,
    ReadOffsets,
    FirstGeneration,
    OffsetStore,
    BatchStore,
    EditionStore,
    ClosingStore,
    ClosingWorker,
    CatalogPositions,
    HfShapeReader,
    {
      provide: KeptOrders,
      inject: [REDIS, CONFIG],
      useFactory: (redis: Redis, config: RankingConfig) => new KeptOrders(redis, rootOf(config)),
    },
    LivePageReader,
    ListReader,
    RedisWatchTimer,
    RebuildTimer,
    RedisMemoryTimer,
  ],
})
export class RankingModule {}
