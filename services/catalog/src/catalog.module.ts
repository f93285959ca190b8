import { Module } from '@nestjs/common';
import { consumers, topics } from '@paperboy/contracts';
import { MessagingModule } from '@paperboy/messaging';
import { CONFIG, DocumentsModule } from '@paperboy/platform';
import { AccountController } from './account/account.controller.js';
import { DeletionStore } from './account/deletion.store.js';
import { DeletionTimer } from './account/deletion.timer.js';
import { Farewells } from './account/farewell.service.js';
import { KeptReader } from './account/kept.reader.js';
import { Traces } from './account/traces.store.js';
import { AuditStore } from './audit/audit.store.js';
import { Authors } from './authorship/authors.reader.js';
import type { CatalogConfig } from './catalog.config.js';
import { catalogDocuments } from './catalog.documents.js';
import { ChangeController } from './change/change.controller.js';
import { ChangeReader } from './change/change.reader.js';
import { ClaimController } from './claim/claim.controller.js';
import { ClaimReader } from './claim/claim.reader.js';
import { ClaimDesk } from './claim/claim-desk.service.js';
import { LinkDesk } from './claim/link-desk.service.js';
import { AuthorComments } from './comment/author-comments.service.js';
import { CommentController } from './comment/comment.controller.js';
import { COMMENTS } from './comment/comment.js';
import { CommentStore } from './comment/comment.store.js';
import { CommentDesk } from './comment/comment-desk.service.js';
import { CommentReports } from './comment/comment-reports.service.js';
import { CommentRules } from './comment/comment-rules.service.js';
import { NoticeController } from './comment/notice.controller.js';
import { NoticeReader } from './comment/notice.reader.js';
import { ThreadLocks } from './comment/thread-lock.store.js';
import { IdempotencyStore } from './document/idempotency.store.js';
import { QuotaStore } from './document/quota.store.js';
import { BulkRecordConsumer } from './import/bulk-record.consumer.js';
import { ImportController } from './import/import.controller.js';
import { ImportTallyStore } from './import/import-tally.store.js';
import { RecordConsumer } from './import/record.consumer.js';
import { InstitutionController } from './institution/institution.controller.js';
import { AuditController } from './moderation/audit.controller.js';
import { AuditLogReader } from './moderation/audit-log.reader.js';
import { ModerationController } from './moderation/moderation.controller.js';
import { QueueReader } from './moderation/queue.reader.js';
import { RoleController } from './moderation/role.controller.js';
import { SetAsideTimer } from './moderation/set-aside.timer.js';
import { PaperController } from './paper/paper.controller.js';
import { PAPERS } from './paper/paper.schema.js';
import { PaperStore } from './paper/paper.store.js';
import { ChallengeStore } from './passkey/challenge.store.js';
import { PasskeyController } from './passkey/passkey.controller.js';
import { Passkeys } from './passkey/passkeys.service.js';
import { CredentialStore } from './person/credential.store.js';
import { IdentityStore } from './person/identity.store.js';
import { PeopleController } from './person/people.controller.js';
import { PeopleStore } from './person/people.store.js';
import { PEOPLE } from './person/person.schema.js';
import { Presence } from './person/presence.store.js';
import { Roles } from './person/roles.service.js';
import { OwnProfileController } from './profile/own-profile.controller.js';
import { PersonHistories } from './profile/person-history.reader.js';
import { ProfileController } from './profile/profile.controller.js';
import { ProfileReader } from './profile/profile.reader.js';
import { RingController } from './ring/ring.controller.js';
import { RingSearch } from './ring/ring-search.reader.js';
import { Rings } from './ring/rings.store.js';
import { UncountedVotes } from './ring/uncounted-votes.reader.js';
import { SampleController } from './sample/sample.controller.js';
import { SampleStore } from './sample/sample.store.js';
import { HitItemsClient } from './search/answer/hit-items.client.js';
import { HoldingsController } from './search/answer/holdings.controller.js';
import { NewPapersController } from './search/answer/new-papers.controller.js';
import { SearchController } from './search/answer/search.controller.js';
import { SearchOrders } from './search/answer/search-orders.service.js';
import { SearchRebuildController } from './search/answer/search-rebuild.controller.js';
import { TrendingPapers } from './search/answer/trending-papers.client.js';
import { Recounts } from './search/feed/recounts.client.js';
import { SearchFeed } from './search/feed/search-feed.consumer.js';
import { TargetGeneration } from './search/feed/target-generation.store.js';
import { OwnCredentials } from './settings/own-credentials.store.js';
import { SettingsController } from './settings/settings.controller.js';
import { FeedAddresses } from './shelf/feed-address.store.js';
import { ShelfController } from './shelf/shelf.controller.js';
import { ShelfStore } from './shelf/shelf.store.js';
import { Arrivals } from './sign-in/arrival.service.js';
import { FirstAdmin } from './sign-in/first-admin.service.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { SignInRequestStore } from './sign-in/sign-in-request.store.js';
import { SignInSecrets } from './sign-in/sign-in-secrets.js';
import { ElsewhereSubmissionStore } from './submission/elsewhere-submission.store.js';
import { SubmissionController } from './submission/submission.controller.js';
import { SubmissionStore } from './submission/submission.store.js';
import { UnknownPapers } from './submission/unknown-papers.client.js';
import { SuspensionController } from './suspension/suspension.controller.js';
import { Suspensions } from './suspension/suspension.store.js';
import { FirstVotes } from './vote/first-votes.store.js';
import { SetAsideVotes } from './vote/set-aside-votes.store.js';
import { VoteController } from './vote/vote.controller.js';
import { VOTES } from './vote/vote.schema.js';
import { VoteStore } from './vote/vote.store.js';
import { VoteBatchController } from './vote/vote-batch.controller.js';

/** The catalog: papers, people, votes, submissions and comments; the source of truth. */
@Module({
  imports: [
    DocumentsModule.forService(catalogDocuments),
    MessagingModule.forService('catalog', {
      consumers: [consumers.catalogRecords, consumers.catalogBulkRecords, consumers.catalogSearch],
      queues: [],
      relays: [
        { collection: PAPERS, topic: topics.papers, bulk: true },
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
    ImportController,
    VoteController,
    VoteBatchController,
    SubmissionController,
    CommentController,
    ModerationController,
    AuditController,
    SuspensionController,
    RingController,
    RoleController,
    NoticeController,
    ShelfController,
    ChangeController,
    ClaimController,
    ProfileController,
    OwnProfileController,
    PeopleController,
    SignInController,
    SettingsController,
    AccountController,
    PasskeyController,
    InstitutionController,
    SampleController,
    SearchController,
    HoldingsController,
    NewPapersController,
    SearchRebuildController,
  ],
  providers: [
    PaperStore,
    ImportTallyStore,
    FirstVotes,
    SetAsideVotes,
    Suspensions,
    RingSearch,
    Rings,
    UncountedVotes,
    SetAsideTimer,
    VoteStore,
    SubmissionStore,
    ElsewhereSubmissionStore,
    UnknownPapers,
    AuditStore,
    AuditLogReader,
    CommentRules,
    CommentReports,
    ThreadLocks,
    PersonHistories,
    QueueReader,
    AuthorComments,
    CommentDesk,
    NoticeReader,
    ProfileReader,
    CommentStore,
    ShelfStore,
    FeedAddresses,
    ChangeReader,
    Authors,
    ClaimReader,
    ClaimDesk,
    LinkDesk,
    PeopleStore,
    Roles,
    CredentialStore,
    {
      provide: SignInSecrets,
      inject: [CONFIG],
      useFactory: (config: CatalogConfig) => new SignInSecrets(config.SERVICE_SECRET),
    },
    SignInRequestStore,
    FirstAdmin,
    Arrivals,
    OwnCredentials,
    KeptReader,
    ChallengeStore,
    IdentityStore,
    Passkeys,
    DeletionStore,
    Traces,
    Farewells,
    DeletionTimer,
    QuotaStore,
    Presence,
    IdempotencyStore,
    SampleStore,
    SearchFeed,
    TargetGeneration,
    Recounts,
    HitItemsClient,
    SearchOrders,
    TrendingPapers,
  ],
})
export class CatalogModule {}
