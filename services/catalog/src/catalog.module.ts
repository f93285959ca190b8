import { Module, type OnModuleInit } from '@nestjs/common';
import { consumers, topics } from '@paperboy/contracts';
import { MessagingModule } from '@paperboy/messaging';
import { MongoLink } from '@paperboy/platform';
import { catalogIndexes } from './catalog.indexes.js';
import { CommentController } from './comment/comment.controller.js';
import { COMMENTS } from './comment/comment.js';
import { CommentStore } from './comment/comment.store.js';
import { IdempotencyStore } from './idempotency.store.js';
import { BulkRecordConsumer } from './paper/bulk-record.consumer.js';
import { ImportStore } from './paper/import.store.js';
import { PaperController } from './paper/paper.controller.js';
import { PAPERS, PaperStore } from './paper/paper.store.js';
import { RecordConsumer } from './paper/record.consumer.js';
import { CredentialStore } from './people/credential.store.js';
import { PeopleController } from './people/people.controller.js';
import { PEOPLE, PeopleStore } from './people/people.store.js';
import { SignInController } from './people/sign-in.controller.js';
import { Presence } from './presence.store.js';
import { QuotaStore } from './quota.store.js';
import { SampleController } from './sample/sample.controller.js';
import { SampleStore } from './sample/sample.store.js';
import { SubmissionController } from './submission/submission.controller.js';
import { SubmissionStore } from './submission/submission.store.js';
import { FirstVotes, VOTES } from './vote/first-votes.store.js';
import { VoteController } from './vote/vote.controller.js';
import { VoteStore } from './vote/vote.store.js';
import { VoteBatchController } from './vote/vote-batch.controller.js';

/** The catalog: papers, people, votes, submissions and comments; the source of truth. */
@Module({
  imports: [
    MessagingModule.forService('catalog', {
      consumers: [consumers.catalogRecords, consumers.catalogBulkRecords],
      queues: [],
      relays: [
        { collection: PAPERS, topic: topics.papers },
        { collection: VOTES, topic: topics.votes },
        { collection: COMMENTS, topic: topics.comments },
        { collection: PEOPLE, topic: topics.people },
      ],
    }),
  ],
  controllers: [
    RecordConsumer,
    BulkRecordConsumer,
    PaperController,
    VoteController,
    VoteBatchController,
    SubmissionController,
    CommentController,
    PeopleController,
    SignInController,
    SampleController,
  ],
  providers: [
    PaperStore,
    ImportStore,
    FirstVotes,
    VoteStore,
    SubmissionStore,
    CommentStore,
    PeopleStore,
    CredentialStore,
    QuotaStore,
    Presence,
    IdempotencyStore,
    SampleStore,
  ],
})
export class CatalogModule implements OnModuleInit {
  constructor(private readonly mongo: MongoLink) {}

  onModuleInit(): void {
    this.mongo.ensureIndexes(catalogIndexes);
  }
}
